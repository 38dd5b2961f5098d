package io.parley.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Passes connections on, and each piece of what they carry some time later, in order; that the kernel can do the same, by
 * {@code netem}, cannot be relied on. A process of its own, since it runs in the network of a node. Its input has lines with
 * the least and the longest time in milliseconds; it ends with its input.
 */
public final class SlowLine {
    private static final byte[] END = {};

    private static volatile int least;
    private static volatile int longest;

    private SlowLine() {}

    /**
     * Passes on what the arguments say until the input ends.
     *
     * @param arguments from where to connect, then triples: port to listen on, address and port to connect to
     * @throws Exception if anything fails
     */
    public static void main(String[] arguments) throws Exception {
        var from = InetAddress.getByName(arguments[0]);
        for (int i = 1; i < arguments.length; i += 3) {
            var listening = new ServerSocket(Integer.parseInt(arguments[i]));
            var to = InetAddress.getByName(arguments[i + 1]);
            int port = Integer.parseInt(arguments[i + 2]);
            start(() -> {
                while (true) {
                    var near = listening.accept();
                    var far = new Socket(to, port, from, 0);
                    pass(near, far);
                    pass(far, near);
                }
            });
        }
        System.out.println("READY");
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var times = line.split(" ");
            longest = Integer.parseInt(times[1]);
            least = Integer.parseInt(times[0]);
            System.out.println("OK " + line);
        }
    }

    private static void pass(Socket in, Socket out) throws IOException {
        in.setTcpNoDelay(true);
        var onTheWay = new ArrayBlockingQueue<Piece>(10_000);
        start(() -> read(in, onTheWay));
        start(() -> write(onTheWay, out));
    }

    private static void read(Socket in, BlockingQueue<Piece> onTheWay) throws IOException, InterruptedException {
        var buffer = new byte[64 * 1024];
        try {
            var stream = in.getInputStream();
            for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
                onTheWay.put(new Piece(arrival(), Arrays.copyOf(buffer, count)));
            }
        } finally {
            onTheWay.put(new Piece(arrival(), END));
        }
    }

    private static long arrival() {
        int late = ThreadLocalRandom.current().nextInt(least, longest + 1);
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(late);
    }

    private static void write(BlockingQueue<Piece> onTheWay, Socket out) throws IOException, InterruptedException {
        try (out) {
            var stream = out.getOutputStream();
            for (var piece = onTheWay.take(); piece.bytes() != END; piece = onTheWay.take()) {
                TimeUnit.NANOSECONDS.sleep(piece.arrival() - System.nanoTime());
                stream.write(piece.bytes());
            }
        }
    }

    private static void start(Task task) {
        var thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException | InterruptedException broken) {
                // as if the connection had broken: the other half is closed by what is on the way
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private interface Task {
        void run() throws IOException, InterruptedException;
    }

    private record Piece(long arrival, byte[] bytes) {}
}
