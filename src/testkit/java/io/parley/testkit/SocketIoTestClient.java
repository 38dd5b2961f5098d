package io.parley.testkit;

import io.parley.Socket;
import io.parley.packet.Packet;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client in memory that has joined a namespace. Whatever it does has happened on the server, handlers included, when the
 * call returns; what comes to it waits until the test asks. It answers pings when time passes. Confined to the test's
 * thread.
 *
 * <!-- sample: statements
 * public record Message(String text) {}
 * SocketIoTestClient ann, bob; -->
 * <pre>{@code
 * ann.emit("message", new Message("hello"));
 * assertEquals(new Message("hello"), bob.received("message", Message.class));
 *
 * int sum = ann.emitWithAck("sum", 1, 2).as(Integer.class);
 *
 * bob.on("ready?", question -> question.ack(true));   // for a handler that waits for the answer
 * }</pre>
 */
public final class SocketIoTestClient {
    private final SocketIoTestServer server;
    private final String namespace;
    private final String name;
    private final MemoryConnection connection;
    private final Deque<ReceivedEvent> unread = new ArrayDeque<>();
    private final Map<String, Consumer<ReceivedEvent>> listeners = new HashMap<>();
    private final Map<Long, Answer> answers = new HashMap<>();
    private long questions;
    private @Nullable String id;
    private @Nullable ConnectRefused refused;
    private @Nullable String disconnectReason;

    /** Asks to join; whether it has, {@link #refused()} tells. */
    SocketIoTestClient(SocketIoTestServer server, TestConnect wanted, String name) {
        this.server = server;
        this.namespace = wanted.namespace();
        this.name = name;
        this.connection = new MemoryConnection(wanted.io(), server.world(), wanted.request(), new Incoming());
        var auth = wanted.auth();
        connection.send(new Packet.Connect(
                namespace, auth.isEmpty() ? null : connection.parser().object(auth)));
    }

    @Nullable
    ConnectRefused refused() {
        return refused;
    }

    boolean hasJoined() {
        return id != null;
    }

    /**
     * {@return the id of its socket}
     *
     * @throws IllegalStateException if it has not joined
     */
    public String id() {
        if (id == null) {
            throw new IllegalStateException(this + " has not joined " + namespace);
        }
        return id;
    }

    /**
     * {@return its socket, as the application has it}
     *
     * @throws AssertionError if it is disconnected
     */
    public Socket socket() {
        return server.socket(namespace, id()).orElseThrow(() -> new AssertionError(this + " is disconnected"));
    }

    /**
     * Emits an event.
     *
     * @param event any name that is not reserved
     * @param arguments all that {@link Socket#emit} takes
     * @return this
     * @throws IllegalStateException if it is disconnected
     */
    public SocketIoTestClient emit(String event, @Nullable Object... arguments) {
        send(event, Packet.Event.NO_ACK, arguments);
        return this;
    }

    /**
     * Emits an event and waits for the answer.
     *
     * @param event as for {@link #emit}
     * @param arguments as for {@link #emit}
     * @return the answer; one that the application gives later comes into it then
     * @throws IllegalStateException if it is disconnected
     */
    public Answer emitWithAck(String event, @Nullable Object... arguments) {
        long question = questions++;
        var answer = new Answer("\"" + event + "\"");
        answers.put(question, answer);
        send(event, question, arguments);
        return answer;
    }

    private void send(String event, long ackId, @Nullable Object... arguments) {
        if (!isConnected()) {
            throw new IllegalStateException(this + " is disconnected: " + disconnectReason);
        }
        var payload = connection.parser().payload(event, Arrays.asList(arguments));
        connection.send(new Packet.Event(namespace, ackId, payload));
    }

    /**
     * Listens to an event, which is not to be read by the test then. The listener runs while the application emits, and can
     * answer a handler that waits.
     *
     * @param event the name
     * @param listener in place of the one before for that event
     * @return this
     */
    public SocketIoTestClient on(String event, Consumer<ReceivedEvent> listener) {
        listeners.put(event, listener);
        return this;
    }

    /**
     * Reads the next event of that name, past others.
     *
     * @param event the name
     * @return the first one that has not been read
     * @throws AssertionError if there is none
     */
    public ReceivedEvent received(String event) {
        var found = unread.stream().filter(each -> each.name().equals(event)).findFirst();
        found.ifPresent(unread::remove);
        return found.orElseThrow(() -> new AssertionError(
                "no \"" + event + "\" has come to " + this + "; unread: " + unread + server.warningsText()));
    }

    /**
     * Reads the next event of that name, past others.
     *
     * @param <T> the type of its first argument
     * @param event the name
     * @param type as for {@link ReceivedEvent#get(int, Class)}
     * @return the first argument
     * @throws AssertionError if there is no such event, or its first argument is null or does not fit
     */
    public <T> T received(String event, Class<T> type) {
        return received(event).get(0, type);
    }

    /** {@return all events that have not been read, in the order in which they came; they are read now} */
    public List<ReceivedEvent> receivedAll() {
        var all = List.copyOf(unread);
        unread.clear();
        return all;
    }

    /**
     * Fails if there is an event that has not been read.
     *
     * @throws AssertionError that names them
     */
    public void expectNothing() {
        if (!unread.isEmpty()) {
            throw new AssertionError("to " + this + " has come, and was not read: " + unread);
        }
    }

    /**
     * Fails if there is an event of that name that has not been read.
     *
     * @param event the name
     * @throws AssertionError that names it
     */
    public void expectNothing(String event) {
        unread.stream().filter(each -> each.name().equals(event)).findFirst().ifPresent(found -> {
            throw new AssertionError("to " + this + " has come, and was not read: " + found);
        });
    }

    /** Leaves the namespace and closes the connection, as {@code socket.disconnect()} does. Nothing if it is disconnected. */
    public void disconnect() {
        if (isConnected()) {
            disconnectReason = "io client disconnect";
            connection.send(new Packet.Disconnect(namespace));
            connection.breakOff();
        }
    }

    /** The connection breaks, as when a page is closed. Nothing if it is disconnected. */
    public void breakOff() {
        if (isConnected()) {
            disconnectReason = "transport close";
            connection.breakOff();
        }
    }

    /** The network is gone: from now on it gets nothing and answers no ping, so that the server gives it up later. */
    public void goSilent() {
        connection.goSilent();
    }

    /** {@return whether it has joined and is still there} */
    public boolean isConnected() {
        if (disconnectReason == null && connection.isClosed()) {
            disconnectReason = "transport close";
        }
        return id != null && disconnectReason == null;
    }

    /**
     * {@return why it is disconnected, in the words of the official client: {@code "io server disconnect"} when the
     * application did it, {@code "io client disconnect"}, {@code "transport close"}}
     *
     * @throws AssertionError if it is connected
     */
    public String disconnectReason() {
        if (isConnected() || disconnectReason == null) {
            throw new AssertionError(this + " is connected");
        }
        return disconnectReason;
    }

    Collection<ReceivedEvent> unread() {
        return unread;
    }

    /** Who it is, for messages. */
    @Override
    public String toString() {
        return name;
    }

    private void take(Packet.Event packet) {
        var payload = packet.payload();
        Consumer<List<@Nullable Object>> answer = values -> connection.send(
                new Packet.Ack(namespace, packet.ackId(), connection.parser().payload(values)));
        var event = new ReceivedEvent(
                payload.name(), payload.arguments(), packet.ackId() == Packet.Event.NO_ACK ? null : answer);
        var listener = listeners.get(event.name());
        if (listener == null) {
            unread.add(event);
        } else {
            listener.accept(event);
        }
    }

    private void take(Packet.ConnectError packet) {
        if (packet.payload().arguments().get(0) instanceof Map<?, ?> fields) {
            var data = new HashMap<String, @Nullable Object>();
            if (fields.get("data") instanceof Map<?, ?> given) {
                given.forEach((key, value) -> data.put(String.valueOf(key), value));
            }
            refused = new ConnectRefused(String.valueOf(fields.get("message")), data);
        } else {
            refused = new ConnectRefused(
                    String.valueOf(packet.payload().arguments().get(0)), Map.of());
        }
    }

    /** What the server sends. */
    private final class Incoming implements Packet.Handler<SocketIoTestClient> {
        @Override
        public SocketIoTestClient connect(Packet.Connect packet) {
            if (packet.auth() != null && packet.auth().arguments().get(0) instanceof Map<?, ?> fields) {
                id = String.valueOf(fields.get("sid"));
            }
            return SocketIoTestClient.this;
        }

        @Override
        public SocketIoTestClient disconnect(Packet.Disconnect packet) {
            disconnectReason = "io server disconnect";
            return SocketIoTestClient.this;
        }

        @Override
        public SocketIoTestClient event(Packet.Event packet) {
            take(packet);
            return SocketIoTestClient.this;
        }

        @Override
        public SocketIoTestClient ack(Packet.Ack packet) {
            var asked = answers.remove(packet.ackId());
            if (asked != null) {
                asked.arrived(packet.payload().arguments());
            }
            return SocketIoTestClient.this;
        }

        @Override
        public SocketIoTestClient connectError(Packet.ConnectError packet) {
            take(packet);
            return SocketIoTestClient.this;
        }
    }
}
