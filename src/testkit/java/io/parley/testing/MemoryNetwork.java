package io.parley.testing;

import io.parley.cluster.BusLimits;
import io.parley.cluster.FrameKeys;
import io.parley.cluster.Origin;
import io.parley.kernel.Environment;
import io.parley.kernel.SerialExecutor;
import java.time.Duration;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A network in memory that joins {@link MemoryBus}es, with the faults of a real one: partition, silence, delay, loss,
 * duplication, disorder. Deterministic for one seed, as long as one thread publishes.
 *
 * <p>Its time is a {@link ManualTime}. Without a delay a frame arrives before the publish that sent it returns (unless that
 * publish was made by a listener: then right after the listener). The bytes of one node never overtake each other on the
 * way to another, whatever the delays, unless there is {@linkplain #disorder disorder}. Thread-safe.
 */
public final class MemoryNetwork {
    /** Large enough for any test that does not care. */
    public static final BusLimits LIMITS = new BusLimits(1 << 20, 16 << 20, Duration.ofSeconds(60), 16 << 20, 16 << 20);

    private static final Duration STEP = Duration.ofMillis(1);

    private final BusLimits limits;
    private final ManualTime time;
    private final Environment environment;
    private final SerialExecutor serial;

    // all below: confined to serial
    private final Random random;
    private final List<MemoryBus> nodes = new ArrayList<>();
    private final Set<MemoryBus> outside = new HashSet<>();
    private final Map<MemoryBus, Integer> sides = new HashMap<>();
    private final Set<Link> silent = new HashSet<>();
    private final Map<Link, Long> delays = new HashMap<>();
    private final Map<Link, Long> lastArrival = new HashMap<>();
    private final PriorityQueue<Parcel> travelling =
            new PriorityQueue<>(Comparator.comparingLong(Parcel::arrival).thenComparingLong(Parcel::number));
    private final List<byte[]> record = new ArrayList<>();
    private Predicate<byte[]> lost = frame -> false;
    private double loss;
    private double duplication;
    private int disorder;
    private long posted;
    private int joined;

    /**
     * A network without faults, in a time of its own.
     *
     * @param failures told what listeners throw
     */
    public MemoryNetwork(Consumer<Throwable> failures) {
        this(0, LIMITS, failures);
    }

    /**
     * A network in a time of its own.
     *
     * @param seed decides which bytes are lost or doubled
     * @param limits of each bus
     * @param failures told what listeners throw
     */
    public MemoryNetwork(long seed, BusLimits limits, Consumer<Throwable> failures) {
        this(seed, limits, new ManualTime(), failures);
    }

    /**
     * A network in the time of somebody else.
     *
     * @param seed decides which bytes are lost or doubled
     * @param limits of each bus
     * @param time of heartbeats, repairs and delays
     * @param failures told what listeners throw
     */
    public MemoryNetwork(long seed, BusLimits limits, ManualTime time, Consumer<Throwable> failures) {
        this.random = new Random(seed);
        this.limits = limits;
        this.time = time;
        this.environment = new Environment(time, time, Runnable::run, () -> "", failures);
        this.serial = SerialExecutor.inline(failures);
    }

    /** {@return the time in which heartbeats are sent and losses are repaired} */
    public ManualTime time() {
        return time;
    }

    /** {@return a new node without a key, {@code memory-node-00000001} and so on, on the side of the first one} */
    public MemoryBus join() {
        return join(FrameKeys.none());
    }

    /**
     * {@return the same, with keys}
     *
     * @param keys with which it signs and checks
     */
    public MemoryBus join(FrameKeys keys) {
        return join(new Origin("memory-node-%08d".formatted(++joined), 1), keys);
    }

    /** {@return one who is no node, and whom nobody counts as a member: it sees the nodes, and hears only what is for it} */
    public MemoryBus joinOutside() {
        var bus = new MemoryBus(this, new Origin("memory-outside-000001", 1), limits, FrameKeys.none(), environment);
        serial.execute(() -> {
            nodes.add(bus);
            outside.add(bus);
            lookAgain();
        });
        return bus;
    }

    /**
     * {@return a node that was killed and is there again, under the same name}
     *
     * @param killed the former one
     */
    public MemoryBus rejoin(MemoryBus killed) {
        return join(new Origin(killed.nodeId(), killed.origin().epoch() + 1), FrameKeys.none());
    }

    private MemoryBus join(Origin origin, FrameKeys keys) {
        var bus = new MemoryBus(this, origin, limits, keys, environment);
        serial.execute(() -> {
            nodes.add(bus);
            lookAgain();
        });
        return bus;
    }

    void leave(MemoryBus bus) {
        serial.execute(() -> {
            nodes.remove(bus);
            lookAgain();
        });
    }

    /**
     * From now on these nodes and all others neither hear nor see each other; what travels between them is lost.
     *
     * @param oneSide see each other still
     */
    public void partition(MemoryBus... oneSide) {
        serial.execute(() -> {
            int side = sides.size() + 1;
            Set.of(oneSide).forEach(bus -> sides.put(bus, side));
            travelling.removeIf(parcel -> !connected(parcel.link()));
            lookAgain();
        });
    }

    /**
     * From now on what one node sends does not reach another, though each still counts the other as a member.
     *
     * @param from the one that sends
     * @param to the one that does not hear
     */
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

    /**
     * From now on bytes take longer on one way.
     *
     * @param from the one that sends
     * @param to the one that hears late
     * @param steps milliseconds
     */
    public void delay(MemoryBus from, MemoryBus to, long steps) {
        serial.execute(() -> delays.put(new Link(from, to), steps));
    }

    /**
     * From now on some of what is sent does not arrive.
     *
     * @param share of it, 0 to 1
     */
    public void loss(double share) {
        serial.execute(() -> loss = share);
    }

    /**
     * From now on certain bytes do not arrive, whoever sends them to whom.
     *
     * @param frames tells which
     */
    public void loseIf(Predicate<byte[]> frames) {
        serial.execute(() -> lost = frames);
    }

    /**
     * From now on some of what arrives does so twice.
     *
     * @param share of it, 0 to 1
     */
    public void duplication(double share) {
        serial.execute(() -> duplication = share);
    }

    /**
     * From now on each frame takes longer, and may overtake others.
     *
     * @param steps milliseconds at most
     */
    public void disorder(int steps) {
        serial.execute(() -> disorder = steps);
    }

    /** Lets one step of time pass. */
    public void step() {
        time.advance(STEP);
    }

    /** Lets time pass until nothing but heartbeats travels any more. */
    public void settle() {
        for (var next = nextToArrive(); next > 0; next = nextToArrive()) {
            time.advance(Duration.ofNanos(next));
        }
    }

    private long nextToArrive() {
        return travelling.stream()
                .filter(parcel -> !isHeartbeat(parcel.bytes()))
                .mapToLong(parcel -> parcel.arrival() - time.nanos())
                .min()
                .orElse(0);
    }

    private static boolean isHeartbeat(byte[] frame) {
        return frame[3] == 3;
    }

    /**
     * Lets any bytes arrive at a node, as if another one had sent them.
     *
     * @param to the node
     * @param bytes need not be a frame
     */
    public void inject(MemoryBus to, byte[] bytes) {
        serial.execute(() -> to.received(bytes));
    }

    /** {@return all that was sent since the last call, heartbeats and what was lost included} */
    public List<byte[]> takeRecord() {
        var taken = List.copyOf(record);
        record.clear();
        return taken;
    }

    void send(MemoryBus from, String to, byte[] bytes) {
        serial.execute(() -> {
            record.add(bytes);
            for (var node : nodes) {
                if (to.isEmpty() ? node != from && !outside.contains(node) : to.equals(node.nodeId())) {
                    send(new Link(from, node), bytes);
                }
            }
            arrive();
        });
    }

    private void send(Link link, byte[] bytes) {
        if (connected(link) && !silent.contains(link) && random.nextDouble() >= loss && !lost.test(bytes)) {
            post(link, bytes);
            if (random.nextDouble() < duplication) {
                post(link, bytes);
            }
        }
    }

    private void post(Link link, byte[] bytes) {
        long arrival = time.nanos() + STEP.toNanos() * delays.getOrDefault(link, 0L);
        if (disorder > 0) {
            arrival += STEP.toNanos() * random.nextInt(disorder + 1);
        } else {
            arrival = Math.max(arrival, lastArrival.getOrDefault(link, arrival));
            lastArrival.put(link, arrival);
        }
        travelling.add(new Parcel(link, bytes, arrival, posted++));
        if (arrival > time.nanos()) {
            time.schedule(arrival - time.nanos(), () -> serial.execute(this::arrive));
        }
    }

    private void arrive() {
        while (!travelling.isEmpty() && travelling.element().arrival() <= time.nanos()) {
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
                    .filter(other -> other == bus || (!outside.contains(other) && connected(new Link(bus, other))))
                    .map(MemoryBus::nodeId)
                    .collect(Collectors.toUnmodifiableSet()));
        }
    }

    private record Link(MemoryBus from, MemoryBus to) {}

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Parcel(Link link, byte[] bytes, long arrival, long number) {}
}
