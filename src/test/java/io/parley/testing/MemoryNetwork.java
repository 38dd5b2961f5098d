package io.parley.testing;

import io.parley.cluster.BusLimits;
import io.parley.cluster.Origin;
import io.parley.kernel.SerialExecutor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A network in memory that joins {@link MemoryBus}es, with the faults of a real one: partition, silence, delay, loss,
 * duplication. Deterministic for one seed, as long as one thread publishes.
 *
 * <p>Time passes in steps, by {@link #step} or {@link #settle} only. Without a delay a frame arrives before the publish
 * that sent it returns (unless that publish was made by a listener: then right after the listener). The bytes of one
 * node never overtake each other on the way to another, whatever the delays. Thread-safe.
 */
public final class MemoryNetwork {
    private final BusLimits limits;
    private final Consumer<Throwable> failures;
    private final SerialExecutor serial;

    // all below: confined to serial
    private final Random random;
    private final List<MemoryBus> nodes = new ArrayList<>();
    private final Map<MemoryBus, Integer> sides = new HashMap<>();
    private final Set<Link> silent = new HashSet<>();
    private final Map<Link, Long> delays = new HashMap<>();
    private final Map<Link, Long> lastArrival = new HashMap<>();
    private final PriorityQueue<Parcel> travelling =
            new PriorityQueue<>(Comparator.comparingLong(Parcel::arrival).thenComparingLong(Parcel::number));
    private double loss;
    private double duplication;
    private long now;
    private long posted;
    private int joined;

    /** A network without faults. {@code failures} is told what listeners throw. */
    public MemoryNetwork(Consumer<Throwable> failures) {
        this(0, new BusLimits(1 << 20, 16 << 20), failures);
    }

    /** @param seed decides which bytes are lost or doubled */
    public MemoryNetwork(long seed, BusLimits limits, Consumer<Throwable> failures) {
        this.random = new Random(seed);
        this.limits = limits;
        this.failures = failures;
        this.serial = SerialExecutor.inline(failures);
    }

    /** A new node, {@code memory-node-00000001} and so on, on the side of the first one. */
    public MemoryBus join() {
        var made = new ArrayList<MemoryBus>();
        serial.execute(() -> {
            var bus = new MemoryBus(this, new Origin("memory-node-%08d".formatted(++joined), 1), limits, failures);
            nodes.add(bus);
            made.add(bus);
            lookAgain();
        });
        return made.get(0);
    }

    void leave(MemoryBus bus) {
        serial.execute(() -> {
            nodes.remove(bus);
            lookAgain();
        });
    }

    /** From now on these nodes and all others neither hear nor see each other; what travels between them is lost. */
    public void partition(MemoryBus... oneSide) {
        serial.execute(() -> {
            int side = sides.size() + 1;
            Set.of(oneSide).forEach(bus -> sides.put(bus, side));
            travelling.removeIf(parcel -> !connected(parcel.link()));
            lookAgain();
        });
    }

    /** What {@code from} sends does not reach {@code to}, though each still counts the other as a member. */
    public void silence(MemoryBus from, MemoryBus to) {
        serial.execute(() -> silent.add(new Link(from, to)));
    }

    /** Ends all partitions and silences. */
    public void heal() {
        serial.execute(() -> {
            sides.clear();
            silent.clear();
            lookAgain();
        });
    }

    /** From now on bytes take so many steps on this way. */
    public void delay(MemoryBus from, MemoryBus to, long steps) {
        serial.execute(() -> delays.put(new Link(from, to), steps));
    }

    /** From now on this share (0 to 1) of what is sent does not arrive. */
    public void loss(double share) {
        serial.execute(() -> loss = share);
    }

    /** From now on this share (0 to 1) of what arrives does so twice. */
    public void duplication(double share) {
        serial.execute(() -> duplication = share);
    }

    /** Lets one step of time pass. */
    public void step() {
        serial.execute(() -> {
            now++;
            arrive();
        });
    }

    /** Lets time pass until nothing travels any more. */
    public void settle() {
        serial.execute(() -> {
            while (!travelling.isEmpty()) {
                now = Math.max(now, travelling.element().arrival());
                arrive();
            }
        });
    }

    /** Lets any bytes arrive at a node, as if another one had sent them. */
    public void inject(MemoryBus to, byte[] bytes) {
        serial.execute(() -> to.received(bytes));
    }

    void send(MemoryBus from, byte[] bytes) {
        serial.execute(() -> {
            for (var to : nodes) {
                var link = new Link(from, to);
                if (to != from && connected(link) && !silent.contains(link) && random.nextDouble() >= loss) {
                    post(link, bytes);
                    if (random.nextDouble() < duplication) {
                        post(link, bytes);
                    }
                }
            }
            arrive();
        });
    }

    private void post(Link link, byte[] bytes) {
        long arrival = Math.max(now + delays.getOrDefault(link, 0L), lastArrival.getOrDefault(link, 0L));
        lastArrival.put(link, arrival);
        travelling.add(new Parcel(link, bytes, arrival, posted++));
    }

    private void arrive() {
        while (!travelling.isEmpty() && travelling.element().arrival() <= now) {
            var parcel = travelling.remove();
            if (nodes.contains(parcel.link().to())) {
                parcel.link().to().received(parcel.bytes());
            }
        }
    }

    private boolean connected(Link link) {
        return sides.getOrDefault(link.from(), 0).equals(sides.getOrDefault(link.to(), 0));
    }

    private void lookAgain() {
        for (var bus : List.copyOf(nodes)) {
            bus.sees(nodes.stream()
                    .filter(other -> connected(new Link(bus, other)))
                    .map(MemoryBus::nodeId)
                    .collect(Collectors.toUnmodifiableSet()));
        }
    }

    private record Link(MemoryBus from, MemoryBus to) {}

    private record Parcel(Link link, byte[] bytes, long arrival, long number) {}
}
