package io.parley.apps.conformance;

import io.parley.AckTimeoutException;
import io.parley.Event;
import io.parley.Socket;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import io.parley.packet.Arguments;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The namespace {@code /kit}, by which a client makes the server call its own API. */
public final class KitApplication implements SocketIoApplication {
    /** Called by the container. */
    public KitApplication() {}

    @Override
    public void start(SocketIoServer io) {
        io.of("/kit").on("connection", KitApplication::listen);
    }

    private static void listen(Socket socket) {
        socket.on("echo", event -> echo(socket, event));
        socket.on("whoami", event -> event.ack(whoami(socket)));
        socket.on("ask-self", event -> askSelf(socket, event));
        socket.on(
                "disconnect-me", event -> socket.disconnect(option(event, "close") instanceof Boolean close && close));
    }

    private static void echo(Socket socket, Event event) {
        if (event.wantsAck()) {
            event.ack(event.arguments());
        } else {
            socket.emit("echo", event.arguments());
        }
    }

    private static Map<String, Object> whoami(Socket socket) {
        var handshake = socket.handshake();
        return Map.of(
                "id", socket.id(),
                "nsp", socket.namespace().name(),
                "recovered", socket.recovered(),
                "transport", socket.transport(),
                "rooms", socket.rooms().stream().sorted().toList(),
                "handshake",
                        Map.of(
                                "auth", handshake.auth(),
                                "query", handshake.query(),
                                "headers", handshake.headers(),
                                "address", handshake.address(),
                                "secure", handshake.secure(),
                                "xdomain", handshake.crossDomain(),
                                "issued", handshake.issued().toEpochMilli(),
                                "url", handshake.url()));
    }

    private static void askSelf(Socket socket, Event event) {
        if (!(option(event, "event") instanceof String name)) {
            return;
        }
        var arguments = option(event, "args") instanceof List<?> list ? list.toArray() : new Object[0];
        var answer = option(event, "timeout") instanceof Number milliseconds
                ? socket.timeout(Duration.ofMillis(milliseconds.longValue())).emitWithAck(name, arguments)
                : socket.emitWithAck(name, arguments);
        answer.whenComplete((args, failure) -> event.ack(answerTo(args, failure)));
    }

    private static Map<String, Object> answerTo(@Nullable Arguments args, @Nullable Throwable failure) {
        if (args != null) {
            return Map.of("args", args.toList());
        }
        return Map.of("error", failure instanceof AckTimeoutException ? "operation has timed out" : "" + failure);
    }

    private static @Nullable Object option(Event event, String name) {
        return event.get(0) instanceof Map<?, ?> options ? options.get(name) : null;
    }
}
