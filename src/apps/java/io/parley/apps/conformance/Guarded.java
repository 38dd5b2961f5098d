package io.parley.apps.conformance;

import io.parley.ConnectionRefusedException;
import io.parley.Namespace;
import io.parley.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The namespace {@code /guarded}: three middlewares, of which one takes its time and one refuses. */
final class Guarded {
    private static final int LONGEST_DELAY = 60_000;

    private Guarded() {}

    static void install(Namespace namespace) {
        namespace.use(socket -> append(socket, "a"));
        namespace.use(socket -> {
            if (socket.handshake().auth().get("delay") instanceof Number delay) {
                sleep(delay.longValue());
            }
            append(socket, "b");
        });
        namespace.use(socket -> {
            if (!"secret".equals(socket.handshake().auth().get("token"))) {
                throw new ConnectionRefusedException("unauthorized", Map.of("code", 401, "hint", "token"));
            }
        });
        namespace.on("connection", socket -> {
            Kit.listenToBasics(socket);
            socket.emit(
                    "welcome",
                    Map.of("mw", socket.data().getOrDefault("mw", List.of()), "recovered", socket.recovered()));
        });
    }

    private static void append(Socket socket, String name) {
        socket.data().compute("mw", (key, before) -> {
            var names = new ArrayList<Object>(before instanceof List<?> list ? list : List.of());
            names.add(name);
            return names;
        });
    }

    private static void sleep(long milliseconds) {
        try {
            Thread.sleep(Math.max(0, Math.min(milliseconds, LONGEST_DELAY)));
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
