package io.parley.apps.conformance;

import io.parley.AckTimeoutException;
import io.parley.Event;
import io.parley.Namespace;
import io.parley.RemoteSocket;
import io.parley.Socket;
import io.parley.SocketEmitter;
import io.parley.packet.Arguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The namespace {@code /kit}, by which a client makes the server call its own API. */
final class Kit {
    private static final String TIMED_OUT = "operation has timed out";

    private final Socket socket;

    private Kit(Socket socket) {
        this.socket = socket;
    }

    static void install(Namespace namespace, Observer observer) {
        namespace.on("connection", socket -> new Kit(socket).listen());
        observer.watchRooms(namespace);
        namespace.onServerSide("note", event -> observer.serverEvent(namespace, event));
        namespace.onServerSide("sum", event -> event.ack(number(event, 0) + number(event, 1)));
        namespace.onServerSide("mute", event -> {});
    }

    private void listen() {
        var heard = EventLog.of(socket);
        socket.on("any-log", event -> event.ack(heard.take()));
        socket.use(event -> {
            if (event.name().equals("forbidden")) {
                throw new ForbiddenException();
            }
        });
        socket.onError(error -> {
            if (error instanceof ForbiddenException forbidden) {
                socket.emit("rejected", Map.of("message", forbidden.getMessage(), "data", ForbiddenException.DATA));
            }
        });
        listenToBasics(socket);
        listenToRooms();
        socket.on("set-data", this::setData);
        socket.on("leave", this::leave);
        socket.on("emit-self", this::emitSelf);
        socket.on("ask-self", this::askSelf);
        socket.on("ask", this::ask);
        socket.on("sockets-join", this::socketsJoin);
        socket.on("sockets-leave", this::socketsLeave);
        socket.on("disconnect-sockets", this::disconnectSockets);
        socket.on("fetch-sockets", this::fetchSockets);
        socket.on("remote", this::remote);
        socket.on("disconnect-me", event -> socket.disconnect(Request.of(event).flag("close")));
        socket.on("server-emit", this::serverEmit);
        socket.on("server-ask", this::serverAsk);
        socket.on("nsp-info", this::namespaceInfo);
        socket.on("ack-later", Kit::ackLater);
        socket.on("ack-twice", event -> {
            event.ack("first");
            event.ack("second");
        });
        socket.emit("hello", Map.of("recovered", socket.recovered()));
    }

    /** The events that other namespaces have, too. */
    static void listenToBasics(Socket socket) {
        socket.on("echo", event -> {
            if (event.wantsAck()) {
                event.ack(event.arguments());
            } else {
                socket.emit("echo", event.arguments());
            }
        });
        socket.on("whoami", event -> event.ack(whoami(socket)));
    }

    /** The events about rooms that dynamic namespaces have, too. */
    static void listenToRooms(Socket socket) {
        new Kit(socket).listenToRooms();
    }

    private void listenToRooms() {
        socket.on("join", this::join);
        socket.on("broadcast", this::broadcast);
    }

    static List<String> sortedRooms(Socket socket) {
        return socket.rooms().stream().sorted().toList();
    }

    private static Map<String, Object> whoami(Socket socket) {
        var handshake = socket.handshake();
        var request = new LinkedHashMap<String, Object>();
        request.put("auth", handshake.auth());
        request.put("query", handshake.query());
        request.put("headers", handshake.headers());
        request.put("address", handshake.address());
        request.put("secure", handshake.secure());
        request.put("xdomain", handshake.crossDomain());
        request.put("issued", handshake.issued().toEpochMilli());
        request.put("time", handshake.issued().toString());
        request.put("url", handshake.url());
        var answer = new LinkedHashMap<String, Object>();
        answer.put("id", socket.id());
        answer.put("nsp", socket.namespace().name());
        answer.put("recovered", socket.recovered());
        answer.put("protocol", socket.protocol());
        answer.put("transport", socket.transport());
        answer.put("rooms", sortedRooms(socket));
        answer.put("data", socket.data());
        answer.put("handshake", request);
        return answer;
    }

    private void setData(Event event) {
        Request.of(event).fields().forEach((key, value) -> {
            if (value != null) {
                socket.data().put(String.valueOf(key), value);
            }
        });
        event.ack(Map.of("data", socket.data()));
    }

    private void join(Event event) {
        socket.join(Request.rooms(event));
        event.ack(Map.of("rooms", sortedRooms(socket)));
    }

    private void leave(Event event) {
        socket.leave(Request.rooms(event));
        event.ack(Map.of("rooms", sortedRooms(socket)));
    }

    private void emitSelf(Event event) {
        var request = Request.of(event);
        var emitter = emitter(request.flags());
        request.text("event").ifPresent(name -> repeat(request, arguments -> emitter.emit(name, arguments)));
        event.ack(Map.of());
    }

    private SocketEmitter emitter(Request flags) {
        var emitter = socket.compress(!Boolean.FALSE.equals(flags.fields().get("compress")));
        if (flags.flag("volatile")) {
            emitter = emitter.lossy();
        }
        var longest = flags.duration("timeout");
        return longest.isPresent() ? emitter.timeout(longest.get()) : emitter;
    }

    private void broadcast(Event event) {
        var request = Request.of(event);
        var operator = request.selection(socket);
        request.text("event").ifPresent(name -> repeat(request, arguments -> operator.emit(name, arguments)));
        event.ack(Map.of());
    }

    private static void repeat(Request request, Emission emission) {
        var count = request.count();
        if (count.isEmpty()) {
            emission.emit(request.arguments());
        } else {
            for (int index = 0; index < count.get(); index++) {
                emission.emit(request.argumentsAnd(index));
            }
        }
    }

    private void askSelf(Event event) {
        var request = Request.of(event);
        var emitter = socket.compress(true);
        var asking = request.duration("timeout").map(emitter::timeout).orElse(emitter);
        request.text("event").ifPresent(name -> asking.emitWithAck(name, request.arguments())
                .whenComplete((answer, failure) ->
                        event.ack(answer == null ? error(failure) : Map.of("args", answer.toList()))));
    }

    private void ask(Event event) {
        var request = Request.of(event);
        var selected = request.selection(socket);
        var operator = request.duration("timeout").map(selected::timeout).orElse(selected);
        request.text("event").ifPresent(name -> operator.emitWithAck(name, request.arguments())
                .thenAccept(answers -> event.ack(responses(answers.values(), answers.isComplete()))));
    }

    private static Map<String, Object> responses(Collection<Arguments> answers, boolean complete) {
        var response = new HashMap<String, Object>();
        response.put("responses", firstOfEach(answers));
        if (!complete) {
            response.put("error", TIMED_OUT);
        }
        return response;
    }

    private static List<@Nullable Object> firstOfEach(Collection<Arguments> answers) {
        var first = new ArrayList<@Nullable Object>();
        answers.forEach(arguments -> first.add(arguments.get(0)));
        return first;
    }

    private void socketsJoin(Event event) {
        var request = Request.of(event);
        request.selection(socket).socketsJoin(request.strings("join"));
        event.ack(Map.of());
    }

    private void socketsLeave(Event event) {
        var request = Request.of(event);
        request.selection(socket).socketsLeave(request.strings("leave"));
        event.ack(Map.of());
    }

    private void disconnectSockets(Event event) {
        var request = Request.of(event);
        event.ack(Map.of());
        request.selection(socket).disconnectSockets(request.flag("close"));
    }

    private void fetchSockets(Event event) {
        Request.of(event)
                .selection(socket)
                .fetchSockets()
                .thenAccept(fetched -> event.ack(Map.of(
                        "sockets",
                        fetched.sockets().stream()
                                .sorted(Comparator.comparing(RemoteSocket::id))
                                .map(Kit::description)
                                .toList())));
    }

    private static Map<String, Object> description(RemoteSocket remote) {
        return Map.of(
                "id", remote.id(),
                "rooms", remote.rooms().stream().sorted().toList(),
                "data", remote.data(),
                "handshake",
                        Map.of(
                                "auth", remote.handshake().auth(),
                                "query", remote.handshake().query()));
    }

    private void remote(Event event) {
        var request = Request.of(event);
        var id = request.text("id").orElse("");
        socket.namespace().in(id).fetchSockets().thenAccept(fetched -> fetched.sockets().stream()
                .filter(found -> found.id().equals(id))
                .findFirst()
                .ifPresentOrElse(found -> remote(event, request, found), () -> event.ack(Map.of("found", false))));
    }

    private static void remote(Event event, Request request, RemoteSocket found) {
        var name = request.text("event").orElse("");
        switch (request.text("do").orElse("")) {
            case "emit" -> found.emit(name, request.arguments());
            case "join" -> found.join(request.strings("rooms"));
            case "leave" -> found.leave(request.strings("rooms"));
            case "disconnect" -> found.disconnect(request.flag("close"));
            case "ask" -> {
                var longest = request.duration("timeout").orElse(Duration.ofSeconds(5));
                found.emitWithAck(longest, name, request.arguments()).whenComplete((answer, failure) -> {
                    var response = new HashMap<String, @Nullable Object>();
                    response.put("found", true);
                    if (answer == null) {
                        response.putAll(error(failure));
                    } else {
                        response.put("response", answer.get(0));
                    }
                    event.ack(response);
                });
                return;
            }
            default -> {}
        }
        event.ack(Map.of("found", true));
    }

    private void serverEmit(Event event) {
        var request = Request.of(event);
        request.text("event").ifPresent(name -> socket.namespace().serverSideEmit(name, request.arguments()));
        event.ack(Map.of());
    }

    private void serverAsk(Event event) {
        var request = Request.of(event);
        request.text("event").ifPresent(name -> socket.namespace()
                .serverSideEmitWithAck(name, request.arguments())
                .thenAccept(answers -> event.ack(responses(answers.values(), answers.isComplete()))));
    }

    private void namespaceInfo(Event event) {
        var namespace = socket.namespace();
        var rooms = new LinkedHashMap<String, Object>();
        for (var room : Request.rooms(event)) {
            rooms.put(room, namespace.roomSize(room));
        }
        event.ack(Map.of(
                "name", namespace.name(),
                "sockets", namespace.sockets().size(),
                "connections", namespace.server().connections(),
                "rooms", rooms));
    }

    private static void ackLater(Event event) {
        var request = Request.of(event);
        long milliseconds = request.fields().get("ms") instanceof Number number ? Math.max(0, number.longValue()) : 0;
        CompletableFuture.delayedExecutor(milliseconds, TimeUnit.MILLISECONDS)
                .execute(() -> event.ack(request.arguments()));
    }

    private static double number(Event event, int index) {
        return event.get(index) instanceof Number number ? number.doubleValue() : 0;
    }

    static Map<String, Object> error(@Nullable Throwable failure) {
        var cause = failure == null || failure.getCause() == null ? failure : failure.getCause();
        return Map.of("error", cause instanceof AckTimeoutException ? TIMED_OUT : String.valueOf(cause));
    }

    private interface Emission {
        void emit(@Nullable Object... arguments);
    }

    private static final class ForbiddenException extends RuntimeException {
        static final Map<String, String> DATA = Map.of("code", "E_FORBIDDEN");
        private static final long serialVersionUID = 1L;

        ForbiddenException() {
            super("forbidden event");
        }
    }
}
