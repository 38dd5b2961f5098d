package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.Transport;
import io.socket.engineio.parser.Packet;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client of the {@code io.socket} library whose events wait for the test. Waiting gives up after 20 s. The events are
 * those named at the start, and {@code connect}, {@code connect_error} and {@code disconnect}.
 */
final class JavaClient implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final Socket socket;
    private final Map<String, BlockingQueue<List<Object>>> received = new ConcurrentHashMap<>();
    private volatile @Nullable Transport transport;

    private JavaClient(Socket socket, String... events) {
        this.socket = socket;
        socket.io().on(Manager.EVENT_TRANSPORT, created -> transport = (Transport) created[0]);
        for (var event : events) {
            listen(event);
        }
        for (var event : new String[] {Socket.EVENT_CONNECT, Socket.EVENT_CONNECT_ERROR, Socket.EVENT_DISCONNECT}) {
            listen(event);
        }
        socket.connect();
    }

    /**
     * Connects, and does not wait for it.
     *
     * @param server the context root of the application, with a slash at the end
     * @param transports names with commas between
     */
    static JavaClient start(
            URI server, String transports, String namespace, Map<String, String> auth, String... events) {
        var options = new IO.Options();
        options.forceNew = true;
        options.transports = transports.split(",");
        options.path = server.getPath() + "socket.io/";
        options.reconnectionDelay = 50;
        options.auth = auth;
        return new JavaClient(IO.socket(server.resolve("/").resolve(namespace), options), events);
    }

    /** Connects, and waits for it. */
    static JavaClient connect(
            URI server, String transports, String namespace, Map<String, String> auth, String... events) {
        var client = start(server, transports, namespace, auth, events);
        client.next(Socket.EVENT_CONNECT);
        return client;
    }

    String id() {
        return socket.id();
    }

    void emit(String event, Object... arguments) {
        socket.emit(event, arguments);
    }

    /** Emits an event and waits for the server's answer. */
    List<Object> ask(String event, Object... arguments) {
        var answers = new LinkedBlockingQueue<List<Object>>();
        socket.emit(event, arguments, (Ack) answer -> answers.add(Arrays.asList(answer)));
        return next(answers, "the answer to " + event);
    }

    /** Waits for the next event of that name, and returns its arguments. */
    List<Object> next(String event) {
        return next(received.get(event), event);
    }

    /** Answers the next event of that name: acknowledges it with its own arguments. */
    void acknowledge(String event) {
        var arguments = next(event);
        int last = arguments.size() - 1;
        ((Ack) arguments.get(last)).call(arguments.subList(0, last).toArray());
    }

    /** Whether nothing is left of an event that has arrived before what the test has waited for. */
    boolean hasMore(String event) {
        return !received.get(event).isEmpty();
    }

    /** Sends a message that is no Socket.IO packet: the server closes the connection, as in an accident. */
    void sendGarbage() {
        transport.send(new Packet<?>[] {new Packet<>(Packet.MESSAGE, "garbage")});
    }

    @Override
    public void close() {
        socket.close();
    }

    private void listen(String event) {
        var queue = new LinkedBlockingQueue<List<Object>>();
        received.put(event, queue);
        socket.on(event, arguments -> queue.add(Arrays.asList(arguments)));
    }

    private static List<Object> next(BlockingQueue<List<Object>> queue, String what) {
        try {
            var arguments = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(arguments).as("%s within %s s", what, PATIENCE_SECONDS).isNotNull();
            return arguments;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
    }
}
