package io.parley.chat;

import io.parley.ConnectionRefusedException;
import io.parley.Event;
import io.parley.Socket;
import io.parley.SocketIoServer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The chat of one node: checks what clients ask for, and does it. Thread-safe: all state is confined to the
 * {@link Turn} of its {@link Presence}.
 */
final class Chat {
    private static final int LONGEST_TEXT = 4000;
    private static final int LONGEST_NOTICE = 500;
    private static final int LONGEST_ID = 64;
    private static final int SHORTEST_USER = 16;
    private static final int MOST_ROOMS = 1000;
    private static final int MOST_ROOMS_EACH = 50;
    private static final String PERSON = "person";

    private final SocketIoServer io;
    private final Presence presence;
    private final Roster roster;
    private final Turn turn;
    private final Clock clock;
    private final History history = new History();

    /** Another node has told what it remembers. */
    private boolean knowsThePast;

    Chat(SocketIoServer io, Clock clock) {
        this.io = io;
        this.clock = clock;
        this.presence = new Presence(io);
        this.roster = presence.roster();
        this.turn = presence.turn();
    }

    void open() {
        io.use(this::admit);
        io.on("connection", this::connected);
        io.onServerSide("history", event -> {
            var message = Objects.requireNonNull(event.get(0, Message.class));
            turn.take(() -> history.add(message));
        });
        io.onServerSide("history:ask", this::tellHistory);
        io.onServerSide("history:told", this::historyTold);
        io.onNodesChanged(nodes -> turn.take(this::askHistory));
        turn.take(this::askHistory);
        presence.open();
    }

    // ---- what was said before this node started

    /** Asks with every change of the nodes until one has told: at the first times there may be none, or only new ones. */
    private void askHistory() {
        if (!knowsThePast) {
            io.serverSideEmit("history:ask", io.nodeId());
        }
    }

    /** Room by room, so that no frame gets too large; and at least one answer, which ends the asking. */
    private void tellHistory(Event event) {
        var asker = event.get(0, String.class);
        var told = turn.take(history::all);
        if (told.isEmpty()) {
            told = List.of(List.of());
        }
        told.forEach(messages -> io.serverSideEmit("history:told", asker, messages));
    }

    private void historyTold(Event event) {
        if (io.nodeId().equals(event.get(0, String.class))) {
            var messages = Objects.requireNonNull(event.get(1, Message[].class));
            turn.take(() -> {
                knowsThePast = true;
                List.of(messages).forEach(history::add);
            });
        }
    }

    // ---- coming and going

    private void admit(Socket socket) {
        var auth = socket.handshake().auth();
        var name = Names.person(auth.get("name")).orElseThrow(() -> refusal("bad name"));
        if (!(auth.get("user") instanceof String user) || user.length() < SHORTEST_USER || user.length() > LONGEST_ID) {
            throw refusal("bad user");
        }
        if (turn.take(() -> roster.isTaken(name, user))) {
            throw refusal("name taken");
        }
        socket.data().put(PERSON, new Person(socket.id(), name, user, Set.of(Presence.LOBBY)));
    }

    private static ConnectionRefusedException refusal(String reason) {
        return new ConnectionRefusedException(reason, Map.of("reason", reason));
    }

    private void connected(Socket socket) {
        listen(socket);
        if (socket.data().get(PERSON) instanceof Person person) {
            turn.take(() -> welcome(socket, person));
        }
    }

    private void welcome(Socket socket, Person person) {
        if (roster.isTaken(person.name(), person.user())) {
            // Two came with one name at the same time. The page tries again, and is told then.
            socket.disconnect();
            return;
        }
        socket.join(Presence.channel(Presence.LOBBY));
        presence.arrived(person);
        socket.emit(
                "welcome",
                Map.of(
                        "me", person.member(),
                        "node", io.nodeName(),
                        "at", clock.millis(),
                        "people", presence.people(),
                        "rooms", presence.rooms()));
    }

    private void listen(Socket socket) {
        answer(socket, "room:join", Requests.Room.class, request -> join(socket, request));
        answer(socket, "room:leave", Requests.Room.class, request -> leave(socket, request));
        answer(socket, "message", Requests.Post.class, request -> post(socket, request));
        answer(socket, "private", Requests.Whisper.class, request -> whisper(socket, request));
        answer(socket, "notify", Requests.Notice.class, request -> notifyAll(socket, request));
        answer(socket, "typing", Requests.Typing.class, request -> typing(socket, request));
        answer(socket, "private:typing", Requests.Typing.class, request -> typingTo(socket, request));
        socket.onDisconnect(reason -> turn.take(() -> presence.departed(socket.id())));
    }

    /** Answers an event with what the handler returns, or with why it is refused. */
    private <T> void answer(Socket socket, String event, Class<T> type, Function<T, Map<String, Object>> handler) {
        socket.on(event, received -> {
            try {
                received.ack(handler.apply(request(received, type)));
            } catch (RefusedException refused) {
                received.ack(Map.of("ok", false, "error", String.valueOf(refused.getMessage())));
            }
        });
    }

    private static <T> T request(Event received, Class<T> type) {
        try {
            T request = received.get(0, type);
            if (request != null) {
                return request;
            }
        } catch (IllegalArgumentException misfit) {
            // answered below, as a missing argument is
        }
        throw new RefusedException("The server did not understand the page.");
    }

    // ---- rooms

    private Map<String, Object> join(Socket socket, Requests.Room request) {
        var room = roomName(request.room());
        return turn.take(() -> {
            var person = self(socket);
            if (!person.rooms().contains(room)) {
                if (person.rooms().size() >= MOST_ROOMS_EACH) {
                    throw new RefusedException("You are in " + MOST_ROOMS_EACH + " rooms; please leave one first.");
                }
                if (!roster.hasRoom(room) && roster.roomCount() >= MOST_ROOMS) {
                    throw new RefusedException("There are " + MOST_ROOMS + " rooms already; please join one of them.");
                }
            }
            socket.join(Presence.channel(room));
            presence.joined(socket.id(), room);
            return Map.of(
                    "ok",
                    true,
                    "room",
                    room,
                    "members",
                    roster.members(room).stream().map(Person::member).toList(),
                    "history",
                    history.of(room));
        });
    }

    private Map<String, Object> leave(Socket socket, Requests.Room request) {
        var room = roomName(request.room());
        if (room.equals(Presence.LOBBY)) {
            throw new RefusedException("Everybody is in the lobby.");
        }
        return turn.take(() -> {
            socket.leave(Presence.channel(room));
            presence.left(socket.id(), room);
            return Map.of("ok", true);
        });
    }

    private static String roomName(@Nullable String given) {
        return Names.room(given)
                .orElseThrow(() -> new RefusedException(
                        "A room's name has 1 to " + Names.LONGEST_ROOM + " characters, and no control characters."));
    }

    // ---- messages

    private Map<String, Object> post(Socket socket, Requests.Post request) {
        var room = roomName(request.room());
        var text = text(request.text(), LONGEST_TEXT);
        var clientId = clientId(request.clientId());
        return turn.take(() -> {
            var person = selfIn(socket, room);
            var id = messageId(person, Presence.channel(room), clientId);
            var known = history.find(room, id);
            if (known.isPresent()) {
                return Map.of("ok", true, "message", known.get());
            }
            var message = new Message(id, room, person.member(), text, clock.millis(), clientId);
            history.add(message);
            io.serverSideEmit("history", message);
            socket.to(Presence.channel(room)).emit("message", message);
            return Map.of("ok", true, "message", message);
        });
    }

    private Map<String, Object> whisper(Socket socket, Requests.Whisper request) {
        var text = text(request.text(), LONGEST_TEXT);
        var clientId = clientId(request.clientId());
        return turn.take(() -> {
            var person = self(socket);
            var partner = partner(request.to());
            if (partner.isAlso(person)) {
                throw new RefusedException("That is you.");
            }
            var id = messageId(person, partner.name(), clientId);
            var message = new PrivateMessage(id, person.member(), partner.member(), text, clock.millis(), clientId);
            var pages = new HashSet<String>();
            roster.pages(partner).forEach(page -> pages.add(page.id()));
            roster.pages(person).forEach(page -> pages.add(page.id()));
            socket.to(pages.toArray(String[]::new)).emit("private", message);
            return Map.of("ok", true, "message", message);
        });
    }

    private Map<String, Object> notifyAll(Socket socket, Requests.Notice request) {
        var text = text(request.text(), LONGEST_NOTICE);
        var from = turn.take(() -> self(socket).member());
        io.emit("notification", Map.of("from", from, "text", text, "at", clock.millis()));
        return Map.of("ok", true);
    }

    private Map<String, Object> typing(Socket socket, Requests.Typing request) {
        var room = roomName(request.room());
        var from = turn.take(() -> selfIn(socket, room).member());
        socket.to(Presence.channel(room))
                .lossy()
                .emit("typing", Map.of("room", room, "from", from, "typing", isTyping(request)));
        return Map.of("ok", true);
    }

    private Map<String, Object> typingTo(Socket socket, Requests.Typing request) {
        var from = turn.take(() -> self(socket).member());
        var to = turn.take(() -> partner(request.to()).id());
        io.to(to).lossy().emit("private:typing", Map.of("from", from, "typing", isTyping(request)));
        return Map.of("ok", true);
    }

    private static boolean isTyping(Requests.Typing request) {
        return Boolean.TRUE.equals(request.typing());
    }

    private static String text(@Nullable String given, int longest) {
        if (given == null || given.isBlank() || given.length() > longest) {
            throw new RefusedException("A text has 1 to " + longest + " characters.");
        }
        return given;
    }

    private static String clientId(@Nullable String given) {
        if (given == null || given.isEmpty() || given.length() > LONGEST_ID) {
            throw new RefusedException("The server did not understand the page.");
        }
        return given;
    }

    /** Any node makes the same id of the same message; nobody else can, as the user id in it is secret. */
    private static String messageId(Person from, String to, String clientId) {
        try {
            var source = String.join("\n", from.user(), to, clientId).getBytes(StandardCharsets.UTF_8);
            var digest = MessageDigest.getInstance("SHA-256").digest(source);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(digest)
                    .substring(0, 22);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private Person self(Socket socket) {
        return roster.find(socket.id()).orElseThrow(() -> new RefusedException("You are not in the chat any more."));
    }

    private Person selfIn(Socket socket, String room) {
        var person = self(socket);
        if (!person.rooms().contains(room)) {
            throw new RefusedException("You are not in this room.");
        }
        return person;
    }

    private Person partner(@Nullable String id) {
        return roster.find(id == null ? "" : id)
                .orElseThrow(() -> new RefusedException("This person is not online any more."));
    }
}
