package io.parley.cluster;

import static java.lang.System.Logger.Level.WARNING;

import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import io.parley.kernel.Scheduler;
import io.parley.kernel.SerialExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * A small table that all nodes of a cluster have: each writes rows of its own and reads those of all. A row is known by its
 * key and the node that wrote it.
 *
 * <p>Changes reach the other nodes in the order in which they were made, those of one key without what was overwritten
 * meanwhile. A node that has missed some gets all rows of their writer again, so that after a partition, a loss or a
 * late start the rows are those of their writers within about two seconds of the moment when the nodes hear each other.
 * Reading costs a look into a map. Thread-safe.
 */
public final class ReplicatedTable implements AutoCloseable {
    /** Characters that a key may have. */
    public static final int MAX_KEY_LENGTH = 1024;

    /** What a row may take, its key included, in bytes. */
    public static final int MAX_ROW_BYTES = 1_000_000;

    private static final int MAX_NAME_LENGTH = 900;
    /** A message with several rows is not larger. */
    private static final int PART_BYTES = 256 << 10;

    /** So long it waits for more who want all rows. */
    private static final Duration COALESCING = Duration.ofMillis(200);

    /** So long at least from one snapshot to the next: an overload that causes losses must not cause more load. */
    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    private static final System.Logger LOGGER = System.getLogger(ReplicatedTable.class.getName());

    private final String name;
    private final String channel;
    private final ClusterBus bus;
    private final Environment environment;
    private final TableRows rows;
    private final LongAdder refused = new LongAdder();
    private final LongAdder damaged = new LongAdder();
    private final AtomicBoolean warned = new AtomicBoolean();
    private volatile boolean closed;
    /** Whether this node has ever had a row: else no other one can have any of it. */
    private volatile boolean written;

    /** What this node publishes: each task reads the row that it is about, so that the last one tells how it is. */
    private final SerialExecutor publishing;

    /** What is heard, and what is to be done about it. */
    private final SerialExecutor serial;

    /** Confined to {@link #serial}. */
    private final ForeignRows foreign;

    /** Who is to be asked for all its rows. Confined to {@link #serial}. */
    private final Set<String> toAsk = new HashSet<>();

    /** Whether somebody wants all rows of this node. Confined to {@link #serial}. */
    private boolean wanted;

    /** Confined to {@link #serial}. */
    private long notBefore;

    /** Confined to {@link #serial}. */
    private long snapshots;

    /** Confined to {@link #serial}. */
    private boolean waiting;

    private volatile Scheduler.Timer work = () -> {};
    private volatile Scheduler.Timer retention = () -> {};

    /** Hears of rows of other nodes. */
    public interface Listener {
        /**
         * A row of another node is not as it was. Called on threads of the bus or of the handler pool, one change at a
         * time, those of one node in order; must return quickly. What it throws is reported to the operator.
         *
         * @param node who wrote it
         * @param key of the row
         * @param value what {@link #get} returns from now on; null: the row is gone
         */
        void changed(String node, String key, @Nullable Bytes value);
    }

    /**
     * How much is kept here, of all nodes together. A row of this node beyond that is not written. One of another node is
     * not kept, and an older value of it neither: this node then does not know of it until that node changes it or tells
     * all its rows again, and there is room; counted in {@link #refusedRows}, the operator is warned once.
     *
     * @param rows of all nodes
     * @param bytes those of the values, and one for each character of the keys
     */
    public record Limits(int rows, long bytes) {
        /**
         * Checks them.
         *
         * @param rows 1 or more
         * @param bytes 1 or more
         * @throws IllegalArgumentException if one is less than 1
         */
        public Limits {
            if (rows < 1 || bytes < 1) {
                throw new IllegalArgumentException(rows + " rows, " + bytes + " bytes: must be 1 or more");
            }
        }
    }

    /**
     * Opens the table on this node, and asks the others for their rows.
     *
     * @param name 1 to 900 characters, the same on all nodes; one table of a name and node
     * @param bus what the nodes talk through; listens to it as {@link ClusterBus#subscribe} says
     * @param environment its timers, and its handler pool for what takes long
     * @param limits of what is kept here
     * @param retention how long rows of a node that has left the members are still there; 0: they are dropped at once
     * @param listener told of changes by other nodes
     * @throws IllegalArgumentException if the name is not within its limits or the retention is negative
     */
    public ReplicatedTable(
            String name,
            ClusterBus bus,
            Environment environment,
            Limits limits,
            Duration retention,
            Listener listener) {
        Frame.requireLength("a table's name", name, MAX_NAME_LENGTH);
        if (retention.isNegative()) {
            throw new IllegalArgumentException("retention of " + retention + ": must be 0 or more");
        }
        this.name = name;
        this.channel = "table " + name;
        this.bus = bus;
        this.environment = environment;
        this.rows = new TableRows(limits);
        this.publishing = SerialExecutor.inline(environment.failures());
        this.serial = SerialExecutor.inline(environment.failures());
        this.notBefore = environment.ticker().nanos();
        this.foreign = new ForeignRows(
                bus.nodeId(),
                rows,
                retention.toNanos(),
                (node, key, value) -> tell(listener, node, key, value),
                this::refuse);
        bus.onMembers(members -> serial.execute(() -> members(true)));
        bus.onGap(gap -> serial.execute(() -> missed(gap.node())));
        serial.execute(() -> members(false));
        bus.subscribe(this::received);
        publish(new TableMessage.Wanted());
    }

    private void tell(Listener listener, String node, String key, @Nullable Bytes value) {
        try {
            listener.changed(node, key, value);
        } catch (Throwable failure) {
            environment.failures().accept(failure);
        }
    }

    /**
     * Writes a row of this node, and tells the others if it was not so before. Never waits for the network.
     *
     * @param key 1 to {@value #MAX_KEY_LENGTH} characters
     * @param value key and value together up to {@value #MAX_ROW_BYTES} bytes
     * @return false: it is too large, there is no room, or the table is closed; the row is as it was before
     * @throws IllegalArgumentException if the key is not within its limits, or holds half a surrogate pair
     */
    public boolean put(String key, Bytes value) {
        Frame.requireLength("a key", key, MAX_KEY_LENGTH);
        if (TableCodec.sizeOf(key, value) > MAX_ROW_BYTES || closed) {
            return false;
        }
        var outcome = rows.set(bus.nodeId(), key, value);
        if (outcome == TableRows.Outcome.CHANGED) {
            written = true;
            publish(key);
        }
        return outcome != TableRows.Outcome.NO_ROOM;
    }

    /**
     * Removes a row of this node, and tells the others if there was one.
     *
     * @param key any
     */
    public void remove(String key) {
        if (rows.set(bus.nodeId(), key, null) == TableRows.Outcome.CHANGED) {
            publish(key);
        }
    }

    /**
     * {@return the row of each node that has one, by its id: this node's own included, and those of nodes that have left
     * within the retention; immutable; empty if there is none, or the table is closed}
     *
     * @param key any
     */
    public Map<String, Bytes> get(String key) {
        return rows.of(key);
    }

    /** {@return how often a row of another node was not kept because of the {@link Limits}} */
    public long refusedRows() {
        return refused.sum();
    }

    /** {@return how many messages were dropped because they could not be read} */
    public long damagedMessages() {
        return damaged.sum();
    }

    /**
     * Forgets all rows here and listens no more. The others are not told: they keep the rows of this node until it leaves
     * the cluster. A second call does nothing.
     */
    @Override
    public void close() {
        closed = true;
        serial.execute(() -> {
            work.cancel();
            retention.cancel();
            foreign.clear();
            rows.clear();
        });
    }

    private void publish(String key) {
        publishing.execute(() -> publish(new TableMessage.Rows(
                List.of(new TableMessage.Row(key, rows.of(key).get(bus.nodeId()))))));
    }

    private void publish(TableMessage message) {
        if (!bus.isAlone() && !closed) {
            bus.publish(channel, TableCodec.encode(message));
        }
    }

    private void received(Frame frame) {
        if (!frame.channel().equals(channel) || closed) {
            return;
        }
        try {
            TableCodec.decode(frame.body())
                    .ifPresent(message -> serial.execute(() -> message.accept(new Heard(frame.node()))));
        } catch (IllegalArgumentException malformed) {
            damaged.increment();
            serial.execute(() -> foreign.missed(frame.node()));
        }
    }

    private void members(boolean ask) {
        // looks itself: changes may be told late, and then in the wrong order with what was seen in the beginning
        var added = foreign.members(bus.members(), environment.ticker().nanos());
        if (ask && !added.isEmpty()) {
            toAsk.addAll(added);
            wanted = true;
        }
        goOn();
    }

    /** What was lost may have been rows, or a wish for those of this node. */
    private void missed(String node) {
        foreign.missed(node);
        toAsk.add(node);
        wanted = true;
        goOn();
    }

    private void refuse() {
        refused.increment();
        if (warned.compareAndSet(false, true)) {
            LOGGER.log(WARNING, "table {0}: no room for a row of another node; further ones are only counted", name);
        }
    }

    /** Sees to it that what is to be done later will be done. */
    private void goOn() {
        if (closed) {
            return;
        }
        if (!waiting && (wanted || !toAsk.isEmpty())) {
            waiting = true;
            work = later(COALESCING.toNanos(), this::work);
        }
        retention.cancel();
        long nanos = foreign.nanosToNext(environment.ticker().nanos());
        if (nanos >= 0) {
            retention = later(nanos, () -> {
                foreign.dropOverdue(environment.ticker().nanos());
                goOn();
            });
        }
    }

    private Scheduler.Timer later(long nanos, Runnable task) {
        return environment
                .scheduler()
                .schedule(
                        nanos,
                        () -> environment.complete(() -> serial.execute(() -> {
                            if (!closed) {
                                task.run();
                            }
                        })));
    }

    private void work() {
        waiting = false;
        var question = TableCodec.encode(new TableMessage.Wanted());
        // who has left is asked when it comes back; who could not be, because the queue is full, later
        toAsk.removeIf(node -> !foreign.isMember(node) || bus.send(node, channel, question));
        long now = environment.ticker().nanos();
        if (wanted && now - notBefore >= 0) {
            wanted = false;
            notBefore = now + PAUSE_NANOS;
            long number = ++snapshots;
            if (written) {
                environment.complete(() -> publishAll(number));
            }
        }
        goOn();
    }

    /** Puts may come between the parts, and are told in their turn. On the handler pool. */
    private void publishAll(long number) {
        publishing.execute(() -> publish(new TableMessage.Begin(number)));
        var part = new ArrayList<String>();
        long bytes = 0;
        for (var key : rows.keysOf(bus.nodeId())) {
            var value = rows.of(key).get(bus.nodeId());
            long more = value == null ? 0 : TableCodec.sizeOf(key, value);
            if (bytes + more > PART_BYTES) {
                publishPart(List.copyOf(part));
                part.clear();
                bytes = 0;
            }
            part.add(key);
            bytes += more;
        }
        publishPart(part);
        publishing.execute(() -> publish(new TableMessage.End(number)));
    }

    /** As the rows are when it is their turn: they may have grown since, up to two parts. */
    private void publishPart(List<String> keys) {
        publishing.execute(() -> {
            var part = new ArrayList<TableMessage.Row>();
            long bytes = 0;
            for (var key : keys) {
                var value = rows.of(key).get(bus.nodeId());
                if (value != null) {
                    long more = TableCodec.sizeOf(key, value);
                    if (bytes + more > PART_BYTES && !part.isEmpty()) {
                        publish(new TableMessage.Rows(part));
                        part.clear();
                        bytes = 0;
                    }
                    part.add(new TableMessage.Row(key, value));
                    bytes += more;
                }
            }
            if (!part.isEmpty()) {
                publish(new TableMessage.Rows(part));
            }
        });
    }

    /** What another node says. Confined to {@link #serial}. */
    private final class Heard implements TableMessage.Handler {
        private final String node;

        Heard(String node) {
            this.node = node;
        }

        @Override
        public void rows(TableMessage.Rows message) {
            foreign.told(node, message);
        }

        @Override
        public void begin(TableMessage.Begin begin) {
            foreign.begin(node, begin);
        }

        @Override
        public void end(TableMessage.End end) {
            foreign.end(node, end);
        }

        @Override
        public void wanted() {
            wanted = true;
            goOn();
        }
    }
}
