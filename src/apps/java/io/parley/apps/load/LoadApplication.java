package io.parley.apps.load;

import io.parley.Event;
import io.parley.RecoveryOptions;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.SocketIoApplication;
import io.parley.SocketIoServer;
import java.util.List;
import java.util.stream.IntStream;

/** What load generators drive: echo, broadcast to all, rooms. Arguments are passed on without a look at them. */
public final class LoadApplication implements SocketIoApplication {
    /** Called by the container. */
    public LoadApplication() {}

    /**
     * Its listeners only compute and emit; if {@code LOAD_NON_BLOCKING} is {@code true} in the environment, it says so. If
     * {@code LOAD_RECOVERY} is, clients are recovered.
     */
    @Override
    public List<ServerOptions> servers(ServerOptions configured) {
        var options = configured.toBuilder()
                .engine(engine -> engine.nonBlockingHandlers("true".equals(System.getenv("LOAD_NON_BLOCKING"))));
        if ("true".equals(System.getenv("LOAD_RECOVERY"))) {
            options.recovery(RecoveryOptions.defaults());
        }
        return List.of(options.build());
    }

    @Override
    public void start(SocketIoServer io) {
        io.on("connection", socket -> listen(io, socket));
    }

    private static void listen(SocketIoServer io, Socket socket) {
        socket.on("echo", event -> event.ack(event.arguments()));
        socket.on("broadcast", event -> io.emit("broadcast", event.arguments()));
        socket.on("join", event -> {
            socket.join(room(event));
            event.ack();
        });
        socket.on("rooms", event -> {
            socket.join(rooms(event));
            event.ack();
        });
        socket.on("room", event -> {
            io.to(room(event)).emit("room", event.get(1));
            event.ack();
        });
    }

    private static String[] rooms(Event event) {
        var prefix = room(event);
        var count = event.get(1, Integer.class);
        return IntStream.range(0, count == null ? 0 : count)
                .mapToObj(number -> prefix + number)
                .toArray(String[]::new);
    }

    private static String room(Event event) {
        var room = event.get(0, String.class);
        if (room == null) {
            throw new IllegalArgumentException("\"" + event.name() + "\" names no room");
        }
        return room;
    }
}
