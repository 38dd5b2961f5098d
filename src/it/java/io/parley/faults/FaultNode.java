package io.parley.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * One node, in a JVM of its own: sends numbered messages, and writes down what it has sent, what came, and what it saw of
 * the cluster; what that means is found out by who reads all nodes' notes, {@link Trial}. Does as it is told on its standard
 * input, answers on its standard output, and ends with its input.
 */
public final class FaultNode implements Carrier.Observer {
    private static final int SENDERS = 2;
    private static final int PER_SECOND = 50;
    private static final Duration PERIOD = Duration.ofSeconds(1).dividedBy(PER_SECOND);

    private final Queue<Note> notes = new ConcurrentLinkedQueue<>();
    private final List<Thread> senders = new ArrayList<>();
    private volatile boolean sending;

    private FaultNode() {}

    /**
     * Joins its cluster and waits for commands.
     *
     * @param arguments number of the node from 0, kind of carrier, its address, port, member list, seconds of the ring,
     *     file for the notes
     * @throws Exception if anything fails
     */
    public static void main(String[] arguments) throws Exception {
        new FaultNode().run(arguments);
    }

    private void run(String... arguments) throws IOException, InterruptedException {
        var site = new Site(
                arguments[2],
                Integer.parseInt(arguments[3]),
                List.of(arguments[4].split(",")),
                Duration.ofSeconds(Long.parseLong(arguments[5])));
        try (var carrier = Carrier.Kind.valueOf(arguments[1]).start(site, this)) {
            tell("READY " + carrier.nodeId());
            obey(carrier, Integer.parseInt(arguments[0]));
            Files.write(Path.of(arguments[6]), notes.stream().map(Note::line).toList());
        }
    }

    @Override
    public void received(int sender, long number, long sentAt) {
        notes.add(new Note.Received(sender, number, sentAt, System.nanoTime()));
    }

    @Override
    public void members(int count) {
        notes.add(new Note.Members(System.nanoTime(), count));
        tell("MEMBERS " + count);
    }

    @Override
    public void gap(String node, long count) {
        notes.add(new Note.Gap(node, count));
    }

    private void obey(Carrier carrier, int node) throws IOException, InterruptedException {
        var commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var command = commands.readLine(); command != null; command = commands.readLine()) {
            switch (command) {
                case "send" -> startSending(carrier, node);
                case "stop" -> stopSending();
                case "replay" -> tell("REPLAYED " + carrier.replay());
                default -> throw new IllegalArgumentException(command);
            }
            tell("OK " + command);
        }
    }

    private void startSending(Carrier carrier, int node) {
        sending = true;
        for (int i = 0; i < SENDERS; i++) {
            int sender = Note.senderOf(node, i);
            var thread = new Thread(() -> send(carrier, sender), "sender-" + sender);
            thread.start();
            senders.add(thread);
        }
    }

    private void stopSending() throws InterruptedException {
        sending = false;
        for (var sender : senders) {
            sender.join();
        }
    }

    private void send(Carrier carrier, int sender) {
        long due = System.nanoTime();
        for (long number = 1; sending; number++) {
            long before = System.nanoTime();
            boolean failed = false;
            try {
                carrier.emit(sender, number);
            } catch (RuntimeException refused) {
                failed = true;
            }
            notes.add(new Note.Emitted(sender, number, before, System.nanoTime() - before, failed));
            // who was held up goes on at the same pace, and does not make up for it
            due = Math.max(due + PERIOD.toNanos(), System.nanoTime() - PERIOD.toNanos());
            while (due > System.nanoTime()) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
    }

    private static synchronized void tell(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
