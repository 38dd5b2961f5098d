package io.parley.apps.conformance;

import io.parley.DisconnectReason;
import io.parley.Event;
import io.parley.Namespace;
import io.parley.Socket;
import io.parley.SocketIoServer;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The namespace {@code /observer}: what has happened on this node and endpoint. Thread-safe. */
final class Observer {
    private static final int MOST = 10_000;
    private static final String WATCHED = "watched-";

    private final ArrayDeque<Map<String, @Nullable Object>> entries = new ArrayDeque<>();
    private long last;

    private Observer() {}

    static Observer install(SocketIoServer io) {
        var observer = new Observer();
        io.onNewNamespace(namespace -> observer.add("new_namespace", Map.of("nsp", namespace.name())));
        io.engine()
                .onConnectionError(error ->
                        observer.add("connection_error", Map.of("code", error.code(), "message", error.message())));
        io.of("/observer").on("connection", socket -> {
            socket.on("log", event -> event.ack(observer.read(Request.of(event))));
            if ("1".equals(System.getenv("ALLOW_TERMINATE"))) {
                socket.on("terminate", event -> terminate(io, Request.of(event).flag("graceful")));
            }
        });
        return observer;
    }

    /** Notes who comes and goes in the namespace. */
    Namespace watch(Namespace namespace) {
        return namespace.on("connection", this::connected);
    }

    void connected(Socket socket) {
        add("connect", Map.of("nsp", socket.namespace().name(), "id", socket.id(), "recovered", socket.recovered()));
        socket.onDisconnecting(reason -> gone("disconnecting", socket, reason));
        socket.onDisconnect(reason -> gone("disconnect", socket, reason));
    }

    void watchRooms(Namespace namespace) {
        var name = namespace.name();
        namespace
                .roomEvents()
                .onCreated(room -> room("create-room", name, room, Map.of()))
                .onDeleted(room -> room("delete-room", name, room, Map.of()))
                .onJoined((room, id) -> room("join-room", name, room, Map.of("id", id)))
                .onLeft((room, id) -> room("leave-room", name, room, Map.of("id", id)));
    }

    void serverEvent(Namespace namespace, Event event) {
        add(
                "server-event",
                Map.of(
                        "nsp", namespace.name(),
                        "event", event.name(),
                        "args", event.arguments().toList()));
    }

    private void room(String type, String namespace, String room, Map<String, ?> more) {
        if (room.startsWith(WATCHED)) {
            var fields = new LinkedHashMap<String, Object>(more);
            fields.put("nsp", namespace);
            fields.put("room", room);
            add(type, fields);
        }
    }

    private void gone(String type, Socket socket, DisconnectReason reason) {
        add(
                type,
                Map.of(
                        "nsp", socket.namespace().name(),
                        "id", socket.id(),
                        "reason", reason.toString(),
                        "rooms", Kit.sortedRooms(socket)));
    }

    private synchronized void add(String type, Map<String, ?> fields) {
        var entry = new LinkedHashMap<String, @Nullable Object>();
        entry.put("seq", ++last);
        entry.put("type", type);
        entry.putAll(fields);
        entries.addLast(entry);
        if (entries.size() > MOST) {
            entries.removeFirst();
        }
    }

    private synchronized Map<String, Object> read(Request request) {
        long since = request.fields().get("since") instanceof Number number ? number.longValue() : 0;
        var type = request.text("type");
        var id = request.text("id");
        return Map.of(
                "next",
                last,
                "entries",
                entries.stream()
                        .filter(entry -> entry.get("seq") instanceof Long seq && seq > since)
                        .filter(entry -> matches(entry, "type", type) && matches(entry, "id", id))
                        .toList());
    }

    private static boolean matches(Map<String, ?> entry, String field, Optional<String> wanted) {
        return wanted.isEmpty() || wanted.get().equals(entry.get(field));
    }

    /** Ends the process: like an operator, or like a crash. */
    private static void terminate(SocketIoServer io, boolean graceful) {
        if (graceful) {
            io.close();
            new Thread(() -> System.exit(0)).start();
        } else {
            Runtime.getRuntime().halt(1);
        }
    }
}
