package io.parley.engine;

import io.parley.kernel.Environment;
import io.parley.kernel.Limit;
import io.parley.kernel.Scheduler;
import io.parley.kernel.SerialExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client's Engine.IO session. Thread-safe: each method posts to the session's serial, which borrows the calling
 * thread, and returns; none blocks. Once the session has closed they do nothing, and a transport handed in is closed.
 */
public final class EngineSession {
    private final String id;
    private final EngineRequest request;
    private final Revision revision;
    private final EngineServer server;
    private final Environment environment;
    private final SerialExecutor serial;
    private final Inflow inflow;
    private final @Nullable EventRate rate;

    // confined to the serial
    private final Observers observers = new Observers();
    private @Nullable SessionMachine machine;
    private Scheduler.@Nullable Timer timer;
    private long timerDue;
    private boolean throttled;
    private @Nullable Arrival arrival;
    private @Nullable EngineListener listener;

    private final Transport first;

    private volatile TransportName transport;

    EngineSession(String id, EngineRequest request, Revision revision, Transport first, EngineServer server) {
        this.id = id;
        this.request = request;
        this.revision = revision;
        this.server = server;
        this.environment = server.environment();
        this.serial = SerialExecutor.inline(this::failed);
        this.inflow = new Inflow(server.options().maxQueuedEvents(), this::inflowChanged);
        this.rate = server.options()
                .maxEventRate()
                .map(limit -> new EventRate(limit, environment.ticker().nanos()))
                .orElse(null);
        this.first = first;
        this.transport = first.name();
    }

    /** {@return the Engine.IO session id: a secret between this client and the server} */
    public String id() {
        return id;
    }

    /** {@return the request that opened the session} */
    public EngineRequest request() {
        return request;
    }

    /** {@return the revision of the protocol that the client speaks} */
    public Revision revision() {
        return revision;
    }

    /** {@return the options of its server} */
    public EngineOptions options() {
        return server.options();
    }

    /**
     * Counts that the peer of this session, or the application on its behalf, has hit a limit.
     *
     * @param limit the one that was hit
     */
    public void hit(Limit limit) {
        server.hit(limit, this);
    }

    /** {@return the transport in use: changes once at most, from polling to WebSocket} */
    public TransportName transport() {
        return transport;
    }

    /** {@return for transports: the one the session was opened with} */
    public Transport first() {
        return first;
    }

    /** {@return the events that wait for their handlers} */
    public Inflow inflow() {
        return inflow;
    }

    /**
     * Has the {@linkplain EngineListener#reminded listener told} when a time is over, once, unless the session is closing then.
     * There is one reminder: a later call takes the place of an earlier one.
     *
     * @param time more than 0
     */
    public void remindAfter(Duration time) {
        step((machine, now) -> machine.remindAt(now + time.toNanos()));
    }

    /** The listener need not be told any more. */
    public void forgetReminder() {
        step((machine, now) -> machine.forgetReminder());
    }

    /**
     * Adds an observer for what happens from now on. Socket.IO: {@code socket.conn.on(…)}.
     *
     * @param observer called as its interface says; never removed
     */
    public void observe(SessionObserver observer) {
        serial.execute(() -> observers.add(observer));
    }

    /**
     * Sends packets as one unit: nothing comes between them, and either all are queued or none.
     *
     * @param packets in order, at least one
     */
    public void send(List<? extends EnginePacket> packets) {
        step((machine, now) -> machine.send(packets, false, now));
    }

    /**
     * Sends packets if they can go out at once, and drops them otherwise. Socket.IO: volatile.
     *
     * @param packets in order, at least one
     */
    public void sendLossy(List<? extends EnginePacket> packets) {
        step((machine, now) -> machine.send(packets, true, now));
    }

    /**
     * Queues packets for sending without sending anything.
     *
     * @param packets in order, at least one
     * @param wanted asked on the serial when their turn has come; false: they are dropped
     * @return whether the caller must call {@link #drain} soon
     */
    public boolean enqueue(List<? extends EnginePacket> packets, BooleanSupplier wanted) {
        return serial.enqueue(task((machine, now) -> {
            if (wanted.getAsBoolean()) {
                machine.send(packets, false, now);
            }
        }));
    }

    /** Sends what is queued, after {@link #enqueue} has returned true. */
    public void drain() {
        serial.drain();
    }

    /**
     * Ends the session: the listener is told at once, what is queued still goes out, then the transport is closed.
     *
     * @param reason told to the listener
     * @param description what exactly happened, for logs; never sent to the peer
     */
    public void close(CloseReason reason, String description) {
        serial.execute(() -> {
            // one that has not been started yet is closed by who starts it, if the server is drained
            if (machine != null) {
                task((current, now) -> current.close(reason, description, now)).run();
            }
        });
    }

    /**
     * Runs a task on the serial, in order with what the listener is told.
     *
     * @param task must not block; what it throws ends the session
     */
    public void execute(Runnable task) {
        serial.execute(task);
    }

    /**
     * Runs a task on the serial that sends before all that waits for its turn there.
     *
     * @param task given what sends packets as one unit, which works only until the task returns
     */
    public void execute(Consumer<Consumer<List<? extends EnginePacket>>> task) {
        step((machine, now) -> task.accept(packets -> machine.send(packets, false, now)));
    }

    /**
     * For transports: the transport can take a batch.
     *
     * @param which the one that can
     */
    public void ready(Transport which) {
        step((machine, now) -> machine.ready(which, now));
    }

    /**
     * For transports: a message has begun to come in and is not complete, or will not be. Its time ends with the next
     * packets that are {@linkplain #received received}.
     *
     * @param which the one that it comes by
     * @param begun false: nothing more will come of it
     */
    public void receiving(Transport which, boolean begun) {
        step((machine, now) -> machine.receiving(which, begun, now));
    }

    /**
     * For transports: a packet has come in.
     *
     * @param which the one that it came by
     * @param packet of any type
     */
    public void received(Transport which, EnginePacket packet) {
        arrive((machine, now) -> machine.received(which, packet, now));
    }

    /**
     * For transports: packets have come in together.
     *
     * @param which the one that they came by
     * @param packets in order
     */
    public void received(Transport which, List<EnginePacket> packets) {
        arrive((machine, now) -> {
            machine.receiving(which, false, now);
            for (var packet : packets) {
                machine.received(which, packet, now);
            }
        });
    }

    /**
     * For transports: the peer has broken the protocol. If the transport is in use, the session ends.
     *
     * @param which the one that it used
     * @param rule the one that was broken
     */
    public void broken(Transport which, EngineProtocolException rule) {
        rule.limit().ifPresent(this::hit);
        lost(which, CloseReason.PARSE_ERROR, String.valueOf(rule.getMessage()));
    }

    /**
     * For transports: the connection is gone, or cannot be used any more. If it is the transport in use, the session
     * ends.
     *
     * @param which the one that is lost
     * @param reason told to the listener
     * @param description what exactly happened, for logs
     */
    public void lost(Transport which, CloseReason reason, String description) {
        step((machine, now) -> machine.lost(which, reason, description));
    }

    /**
     * For transports: a WebSocket wants to take over from polling.
     *
     * @param candidate closed if that cannot be
     */
    public void probe(Transport candidate) {
        step((machine, now) -> machine.probe(candidate, now));
    }

    void start(EngineListener listener, TextPacket open) {
        serial.execute(() -> {
            long now = environment.ticker().nanos();
            var started = new SessionMachine(
                    server.options(), this::hit, server.tally(), revision, listener, observers, first, open, now);
            machine = started;
            this.listener = listener;
            server.options()
                    .initialPacket()
                    .ifPresent(text -> started.send(List.of(TextPacket.message(text)), false, now));
            listener.opened();
            settle(started, now);
        });
    }

    /** An event has been handed to its handler's queue. On the serial. */
    public void eventReceived() {
        inflow.entered();
        if (rate != null) {
            throttle(rate, environment.ticker().nanos());
        }
    }

    private void throttle(EventRate allowed, long now) {
        long pause = allowed.take(now);
        if (pause == 0 || throttled) {
            return;
        }
        hit(Limit.EVENT_RATE);
        if (allowed.isHopeless(now)) {
            close(CloseReason.FORCED_SERVER_CLOSE, "too many events");
            return;
        }
        throttled = true;
        inflow.throttle(true);
        environment
                .scheduler()
                .schedule(
                        pause,
                        () -> execute(() -> {
                            throttled = false;
                            inflow.throttle(false);
                        }));
    }

    private void inflowChanged() {
        if (inflow.isCrowded()) {
            hit(Limit.QUEUED_EVENTS);
        }
        step((machine, now) -> machine.paused(inflow.isFull(), now));
    }

    /**
     * {@return what runs the application's code about what this session receives} The handler pool; or, if {@linkplain
     * EngineOptions.Builder#nonBlockingHandlers that never blocks}, mostly the thread that brings the packets, when the
     * session is done with them.
     */
    public Executor handlers() {
        return options().nonBlockingHandlers() ? this::handle : environment.handlers();
    }

    private void handle(Runnable task) {
        // another thread sees an arrival that is not its own, if any, and is refused by it
        var current = arrival;
        if (current == null || !current.take(task)) {
            environment.handlers().execute(task);
        }
    }

    private void arrive(Step step) {
        if (!options().nonBlockingHandlers()) {
            step(step);
            return;
        }
        var arriving = new Arrival();
        step((machine, now) -> {
            arrival = arriving;
            try {
                step.on(machine, now);
            } finally {
                arrival = null;
            }
        });
        arriving.run();
    }

    private void step(Step step) {
        serial.execute(task(step));
    }

    private Runnable task(Step step) {
        return () -> {
            var current = Objects.requireNonNull(machine);
            long now = environment.ticker().nanos();
            step.on(current, now);
            settle(current, now);
        };
    }

    /** After every step: what others see of the machine, and its next deadline. */
    private void settle(SessionMachine current, long now) {
        if (current.isClosed()) {
            server.ended(this);
            if (timer != null) {
                timer.cancel();
                timer = null;
            }
            return;
        }
        if (transport != current.transport()) {
            transport = current.transport();
            server.tally().upgraded();
            Objects.requireNonNull(listener).upgraded();
        }
        long due = current.nextDeadline();
        if (timer == null || due - timerDue < 0) {
            if (timer != null) {
                timer.cancel();
            }
            timerDue = due;
            timer = environment.scheduler().schedule(due - now, this::onTimer);
        }
    }

    private void onTimer() {
        step((machine, now) -> {
            timer = null;
            machine.tick(now);
        });
    }

    /** Does what is overdue, so that a request sees the session as it is even if the timer is late. */
    void catchUp() {
        step((machine, now) -> {
            if (now - timerDue >= 0) {
                machine.tick(now);
            }
        });
    }

    /** A bug of ours in this session: the session ends, the others live. */
    private void failed(Throwable failure) {
        environment.failures().accept(failure);
        close(CloseReason.TRANSPORT_ERROR, "internal error");
    }

    @FunctionalInterface
    private interface Step {
        void on(SessionMachine machine, long now);
    }
}
