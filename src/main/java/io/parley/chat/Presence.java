package io.parley.chat;

import io.parley.Event;
import io.parley.SocketIoServer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Who is here, told to those who should know: changes of the {@link Roster} to the clients of this node, and this
 * node's part of it to the other nodes. Not thread-safe but for {@link #open}: confined to the chat's {@link Turn}.
 *
 * <p>Each node tells its own clients, by its own roster. Nodes tell each other their part, always the whole of it, so
 * that one that gets lost is mended by the next.
 */
final class Presence {
    /** The room that everybody is in. */
    static final String LOBBY = "lobby";

    private final SocketIoServer io;
    private final String node;
    private final Turn turn = new Turn(this::tellOnce);
    private final Roster roster = new Roster();
    private final RosterChange.Handler teller = new Teller();

    /** The list of rooms is no longer what clients know. */
    private boolean roomsChanged;
    /** This node's part of the roster is no longer what the other nodes know. */
    private boolean partChanged;

    Presence(SocketIoServer io) {
        this.io = io;
        this.node = io.nodeId();
    }

    /** Begins to talk with the other nodes. */
    void open() {
        io.onServerSide("roster", this::partTold);
        io.onServerSide(
                "roster:ask",
                event -> turn.take(() -> {
                    partChanged = true;
                }));
        io.onNodesChanged(nodes -> turn.take(() -> nodesChanged(nodes)));
        turn.take(() -> nodesChanged(io.nodes()));
    }

    /** The turns in which all of this may be used. */
    Turn turn() {
        return turn;
    }

    /** To be read only. */
    Roster roster() {
        return roster;
    }

    /** Somebody has come to this node. */
    void arrived(Person person) {
        tellOwn(roster.arrive(node, person));
    }

    /** Somebody of this node has gone. */
    void departed(String id) {
        tellOwn(roster.depart(node, id));
    }

    /** Somebody of this node has joined a room. */
    void joined(String id, String room) {
        tellOwn(roster.join(node, id, room));
    }

    /** Somebody of this node has left a room. */
    void left(String id, String room) {
        tellOwn(roster.leave(node, id, room));
    }

    /** Everybody, as clients see them: without the user ids. */
    List<Map<String, Object>> people() {
        return roster.people().stream().map(Presence::shown).toList();
    }

    /** The list of rooms; the lobby is there even when nobody is. */
    List<RoomSize> rooms() {
        var rooms = roster.rooms();
        return roster.hasRoom(LOBBY)
                ? rooms
                : Stream.concat(Stream.of(new RoomSize(LOBBY, 0)), rooms.stream())
                        .toList();
    }

    /**
     * The Socket.IO room of a room of the chat. Socket ids are Socket.IO rooms, too, and private messages go there: no
     * name that people choose may be one.
     */
    static String channel(String room) {
        return "#" + room;
    }

    private void tellOwn(List<RosterChange> changes) {
        partChanged |= !changes.isEmpty();
        tell(changes);
    }

    private void tell(List<RosterChange> changes) {
        roomsChanged |= !changes.isEmpty();
        changes.forEach(change -> change.accept(teller));
    }

    private static Map<String, Object> shown(Person person) {
        return Map.of("id", person.id(), "name", person.name(), "rooms", person.rooms());
    }

    /** At the end of a row of turns: what each of them would have told in vain. */
    private void tellOnce() {
        if (roomsChanged) {
            roomsChanged = false;
            io.local().emit("rooms", rooms());
        }
        if (partChanged) {
            partChanged = false;
            io.serverSideEmit("roster", node, roster.people(node));
        }
    }

    private void partTold(Event event) {
        var origin = Objects.requireNonNull(event.get(0, String.class));
        var people = List.of(Objects.requireNonNull(event.get(1, Person[].class)));
        turn.take(() -> {
            // A node that is gone may still have something on the way.
            if (!origin.equals(node) && io.nodes().contains(origin)) {
                tell(roster.replace(origin, people));
            }
        });
    }

    /** Tells and asks: the others may have told when they were not yet seen here, and were not believed. */
    private void nodesChanged(Set<String> nodes) {
        var known = new HashSet<>(nodes);
        known.add(node);
        tell(roster.keepOnly(known));
        partChanged = true;
        io.serverSideEmit("roster:ask");
    }

    /** Tells the clients of this node. */
    private final class Teller implements RosterChange.Handler {
        @Override
        public void online(Person person) {
            io.local().except(person.id()).emit("person:online", Map.of("person", shown(person)));
        }

        @Override
        public void offline(Person person) {
            io.local().emit("person:offline", Map.of("id", person.id()));
        }

        @Override
        public void joined(Person person, String room) {
            toOtherMembers("room:joined", person, room);
        }

        @Override
        public void left(Person person, String room) {
            toOtherMembers("room:left", person, room);
        }

        private void toOtherMembers(String event, Person person, String room) {
            io.local()
                    .to(channel(room))
                    .except(person.id())
                    .emit(event, Map.of("room", room, "person", person.member()));
        }
    }
}
