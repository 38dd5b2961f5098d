package io.parley.engine;

import io.parley.kernel.Limit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a session does: the state machine of Engine.IO, without threads, clock or I/O. Confined to the session's
 * serial; {@code now} is the ticker's time in nanoseconds.
 *
 * <p>Inputs are the methods; outputs are calls to the {@link Transport}s (never while they are not ready) and to the
 * {@link EngineListener}, and {@link #nextDeadline}, at which {@link #tick} wants to be called. States: open; closing
 * (the listener knows, the last packets wait for the transport); closed. The upgrade:
 *
 * <pre>
 *   client                     server
 *   ws open, 2probe   ──ws──▶  answers 3probe; when that is out, answers the waiting poll with 6, and those that
 *   waits for its poll ◀─http─ come after it a moment later, so that the client can stop polling
 *   5                 ──ws──▶  the polling transport is replaced, what waits goes out by WebSocket
 * </pre>
 */
final class SessionMachine {
    /** For a poll that the close packet has overtaken on another connection. */
    private static final long CLOSE_GRACE_NANOS = 100_000_000L;
    /** For the packet 5 that a poll has overtaken; also keeps a client from polling in circles while it upgrades. */
    private static final long RELEASE_AFTER_NANOS = 25_000_000L;

    private final EngineOptions options;
    private final Consumer<Limit> limits;
    private final SessionTally tally;
    private final EngineListener listener;
    private final Observers observers;
    private final Heartbeat heartbeat;

    private State state = State.OPEN;
    /** The first packet, which goes out alone: clients look for nothing behind it. */
    private @Nullable TextPacket open;

    private Transport transport;
    private boolean ready;
    private @Nullable Probe probe;
    private List<EnginePacket> outbox = List.of();
    private long queuedBytes;
    private boolean writing;
    private long writeDeadline;
    private boolean receiving;
    private long receiveDeadline;
    private boolean reminding;
    private long reminder;
    private long closeDeadline;
    private boolean closedByPeer;

    SessionMachine(
            EngineOptions options,
            Consumer<Limit> limits,
            SessionTally tally,
            Revision revision,
            EngineListener listener,
            Observers observers,
            Transport transport,
            TextPacket open,
            long now) {
        this.options = options;
        this.limits = limits;
        this.tally = tally;
        this.listener = listener;
        this.observers = observers;
        this.transport = transport;
        this.open = open;
        this.heartbeat = Heartbeat.of(revision, options, now);
    }

    boolean isClosed() {
        return state == State.CLOSED;
    }

    TransportName transport() {
        return transport.name();
    }

    /** The earliest time at which {@link #tick} has something to do. Meaningless once closed. */
    long nextDeadline() {
        long next = state == State.CLOSING ? closeDeadline : heartbeat.deadline();
        if (probe != null) {
            next = earlier(next, probe.deadline);
            if (probe.releasing) {
                next = earlier(next, probe.releaseDeadline);
            }
        }
        if (receiving && state == State.OPEN) {
            next = earlier(next, receiveDeadline);
        }
        if (reminding && state == State.OPEN) {
            next = earlier(next, reminder);
        }
        return writing && state == State.OPEN ? earlier(next, writeDeadline) : next;
    }

    void tick(long now) {
        if (state == State.CLOSING && now - closeDeadline >= 0) {
            end();
        }
        if (probe != null && now - probe.deadline >= 0) {
            dropProbe();
        }
        if (probe != null && probe.releasing && now - probe.releaseDeadline >= 0) {
            releasePoll(probe, now);
        }
        if (state != State.OPEN) {
            return;
        }
        if (writing && now - writeDeadline >= 0) {
            slowConsumer(Limit.WRITE_TIME, "a write takes longer than " + options.writeTimeout());
            return;
        }
        if (receiving && now - receiveDeadline >= 0) {
            limits.accept(Limit.RECEIVE_TIME);
            closed(CloseReason.TRANSPORT_ERROR, "a message takes longer than " + receiveTimeout());
            return;
        }
        if (reminding && now - reminder >= 0) {
            reminding = false;
            listener.reminded();
        }
        switch (heartbeat.due(now)) {
            case NOTHING -> {}
            case PING -> send(List.of(TextPacket.PING), false, now);
            case TIMEOUT -> closed(CloseReason.PING_TIMEOUT, "no pong");
        }
    }

    /** Sends the packets as one unit, nothing in between; a lossy one only if it can go out at once. */
    void send(List<? extends EnginePacket> packets, boolean lossy, long now) {
        if (state != State.OPEN) {
            return;
        }
        if (ready && outbox.isEmpty()) {
            created(packets);
            write(packets, now);
        } else if (!lossy) {
            if (queuedBytes > 0 && queuedBytes + bytes(packets) > options.maxQueuedBytes()) {
                slowConsumer(Limit.QUEUED_BYTES, queuedBytes + " bytes wait");
            } else if (!outbox.isEmpty() && outbox.size() + packets.size() > options.maxQueuedPackets()) {
                slowConsumer(Limit.QUEUED_PACKETS, outbox.size() + " packets wait");
            } else {
                created(packets);
                enqueue(packets);
            }
        } else {
            limits.accept(Limit.LOSSY);
        }
    }

    private void slowConsumer(Limit limit, String how) {
        limits.accept(limit);
        closed(CloseReason.TRANSPORT_ERROR, "slow consumer: " + how);
    }

    /** The transport can take a batch. */
    void ready(Transport which, long now) {
        if (probe != null && which == probe.candidate) {
            probe.ready = true;
            if (probe.pollIsOlder) {
                releasePoll(probe, now);
            }
        }
        if (which != transport || state == State.CLOSED) {
            return;
        }
        ready = true;
        writing = false;
        observers.tell(SessionObserver::drained);
        if (open != null) {
            var first = open;
            open = null;
            write(List.of(first), now);
        } else if (!outbox.isEmpty()) {
            flush(now);
        } else if (state == State.CLOSING) {
            if (closedByPeer) {
                write(List.of(TextPacket.NOOP), now);
            }
            end();
        } else if (probe != null && probe.answered) {
            probe.pollIsOlder = false;
            probe.releaseAfter(now + RELEASE_AFTER_NANOS);
        }
    }

    /** The listener wants to be reminded. */
    void remindAt(long time) {
        reminding = true;
        reminder = time;
    }

    /** It does not any more. */
    void forgetReminder() {
        reminding = false;
    }

    /** The first part of a message or a body is there, but not the last one; or it will not come any more. */
    void receiving(Transport which, boolean begun, long now) {
        if (which == transport) {
            receiving = begun;
            receiveDeadline = now + receiveTimeout().toNanos();
        }
    }

    private Duration receiveTimeout() {
        return transport.name() == TransportName.WEBSOCKET ? options.messageTimeout() : options.postTimeout();
    }

    void received(Transport which, EnginePacket packet, long now) {
        if (which == transport) {
            receiving = false;
            tally.received(packet);
            observers.tell(SessionObserver::packetReceived, packet);
            if (state == State.OPEN) {
                receivedByTransport(packet, now);
            } else if (state == State.CLOSING && TextPacket.isClose(packet)) {
                end();
            }
        } else if (probe != null && which == probe.candidate) {
            receivedByCandidate(probe, packet, now);
        }
    }

    /** A WebSocket that wants to take over. Closed at once when there is nothing to upgrade. */
    void probe(Transport candidate, long now) {
        if (state == State.OPEN && probe == null && transport.name() == TransportName.POLLING) {
            probe = new Probe(candidate, now + options.upgradeTimeout().toNanos());
            observers.tell(SessionObserver::upgrading);
        } else {
            candidate.close();
        }
    }

    /** The connection is gone or unusable. */
    void lost(Transport which, CloseReason reason, String description) {
        if (probe != null && which == probe.candidate) {
            dropProbe();
        } else if (which == transport) {
            if (state == State.OPEN) {
                closed(reason, description);
            } else if (state == State.CLOSING) {
                end();
            }
        }
    }

    /**
     * The server ends the session: what waits still goes out, then the transport is closed. An upgrade goes on
     * meanwhile, since the client may have stopped polling for it.
     */
    void close(CloseReason reason, String description, long now) {
        if (state != State.OPEN) {
            return;
        }
        var patience = transport.name() == TransportName.WEBSOCKET ? options.writeTimeout() : options.closeTimeout();
        closing(now + patience.toNanos(), reason, description);
        if (ready && outbox.isEmpty()) {
            end();
        }
    }

    /** The server stops or goes on reading from the peer. */
    void paused(boolean paused, long now) {
        heartbeat.paused(paused, now);
    }

    private void receivedByTransport(EnginePacket packet, long now) {
        if (!(packet instanceof TextPacket text)) {
            listener.message(packet);
            return;
        }
        switch (text.type()) {
            case MESSAGE -> listener.message(packet);
            case PING -> heartbeat(heartbeat.pinged(now), TextPacket.PONG, now);
            case PONG -> heartbeat(heartbeat.ponged(now), null, now);
            case CLOSE -> closedByPeer(now);
            case OPEN, UPGRADE, NOOP -> {}
        }
    }

    private void heartbeat(boolean legal, @Nullable TextPacket answer, long now) {
        if (!legal) {
            closed(CloseReason.TRANSPORT_ERROR, "invalid heartbeat direction");
        } else if (answer != null) {
            send(List.of(answer), false, now);
        }
    }

    /**
     * Only polling has a close packet; on a WebSocket the reference ignores it, and the frame closes. A poll that the
     * client sent before it may still be on its way: it is waited for.
     */
    private void closedByPeer(long now) {
        if (transport.name() != TransportName.POLLING) {
            return;
        }
        if (ready) {
            write(List.of(TextPacket.NOOP), now);
            closed(CloseReason.TRANSPORT_CLOSE, "close packet");
            return;
        }
        closedByPeer = true;
        forgetQueued();
        dropProbe();
        closing(now + CLOSE_GRACE_NANOS, CloseReason.TRANSPORT_CLOSE, "close packet");
    }

    private void receivedByCandidate(Probe probing, EnginePacket packet, long now) {
        if (packet instanceof TextPacket text && text.type() == TextPacket.Type.UPGRADE) {
            upgrade(probing, now);
        } else if (packet instanceof TextPacket text && text.frame().equals("2probe") && probing.ready) {
            probing.ready = false;
            probing.answered = true;
            probing.pollIsOlder = ready;
            probing.releaseAfter(now + RELEASE_AFTER_NANOS);
            if (probing.candidate.write(List.of(TextPacket.PONG_PROBE))) {
                ready(probing.candidate, now);
            }
        } else {
            dropProbe();
        }
    }

    private void upgrade(Probe probing, long now) {
        var polling = transport;
        transport = probing.candidate;
        ready = probing.ready;
        probe = null;
        receiving = false;
        polling.replaced();
        observers.tell(SessionObserver::upgraded);
        if (!ready) {
            startWriteDeadline(now);
        } else if (!outbox.isEmpty()) {
            flush(now);
        } else if (state == State.CLOSING) {
            end();
        }
    }

    /** Lets a waiting poll go, so that the client can stop polling. */
    private void releasePoll(Probe probing, long now) {
        probing.releasing = false;
        if (ready && outbox.isEmpty() && state == State.OPEN) {
            write(List.of(TextPacket.NOOP), now);
        }
    }

    private void dropProbe() {
        if (probe != null) {
            var candidate = probe.candidate;
            probe = null;
            candidate.close();
        }
    }

    private void flush(long now) {
        var batch = List.copyOf(outbox);
        forgetQueued();
        write(batch, now);
    }

    private void forgetQueued() {
        if (!outbox.isEmpty()) {
            outbox = List.of();
            tally.queued(-queuedBytes);
            queuedBytes = 0;
        }
    }

    private void write(List<? extends EnginePacket> batch, long now) {
        ready = false;
        if (transport.name() == TransportName.WEBSOCKET) {
            startWriteDeadline(now);
        }
        tally.sent(batch.size(), bytes(batch));
        observers.tell(SessionObserver::flushed, batch);
        if (transport.write(batch)) {
            ready(transport, now);
        }
    }

    private void created(List<? extends EnginePacket> packets) {
        for (var packet : packets) {
            observers.tell(SessionObserver::packetCreated, packet);
        }
    }

    private void startWriteDeadline(long now) {
        writing = true;
        writeDeadline = now + options.writeTimeout().toNanos();
    }

    private void enqueue(List<? extends EnginePacket> packets) {
        if (outbox.isEmpty()) {
            outbox = new ArrayList<>(packets.size());
        }
        outbox.addAll(packets);
        long more = bytes(packets);
        queuedBytes += more;
        tally.queued(more);
    }

    private void closing(long deadline, CloseReason reason, String description) {
        state = State.CLOSING;
        closeDeadline = deadline;
        tellClosed(reason, description);
    }

    private void closed(CloseReason reason, String description) {
        end();
        tellClosed(reason, description);
    }

    private void tellClosed(CloseReason reason, String description) {
        tally.closed(reason);
        listener.closed(reason, description);
        observers.tell(observer -> observer.closed(reason, description));
    }

    private void end() {
        state = State.CLOSED;
        forgetQueued();
        dropProbe();
        transport.close();
    }

    /** Without an iterator: on the way of all packets. */
    private static long bytes(List<? extends EnginePacket> packets) {
        long bytes = 0;
        for (int i = 0; i < packets.size(); i++) {
            bytes += packets.get(i).bytes();
        }
        return bytes;
    }

    private static long earlier(long a, long b) {
        return a - b < 0 ? a : b;
    }

    private enum State {
        OPEN,
        CLOSING,
        CLOSED
    }

    /** An upgrade that is under way. */
    private static final class Probe {
        final Transport candidate;
        final long deadline;
        boolean ready;
        boolean answered;
        /** The poll that waits has come before the probe: the client cannot upgrade until it is released. */
        boolean pollIsOlder;

        boolean releasing;
        long releaseDeadline;

        Probe(Transport candidate, long deadline) {
            this.candidate = candidate;
            this.deadline = deadline;
        }

        void releaseAfter(long time) {
            releasing = true;
            releaseDeadline = time;
        }
    }
}
