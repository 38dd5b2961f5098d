package io.parley;

import io.parley.adapter.LoggedPacket;
import io.parley.adapter.Offset;
import io.parley.adapter.Position;
import io.parley.packet.Arguments;
import io.parley.packet.EncodedPacket;
import io.parley.packet.Parser;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client gets back when it is recovered. A value; between nodes an ack, so that each parser can write and read it.
 *
 * @param id of the socket
 * @param rooms without its own
 * @param data the application's
 * @param user of the container
 * @param entry how far it was when it entered
 */
record SessionState(String id, Set<String> rooms, Map<String, Object> data, Optional<String> user, Entry entry) {
    SessionState {
        rooms = Set.copyOf(rooms);
        data = Map.copyOf(data);
    }

    /** Runs the application's code, where data are objects of its own; what cannot be written is left out. */
    EncodedPacket write(Parser parser, String namespace) {
        return SocketDescription.write(
                parser,
                namespace,
                "socket " + id,
                maps -> List.of(
                        id,
                        List.copyOf(rooms),
                        maps.apply(data),
                        user.map(List::of).orElse(List.of()),
                        entry.since().toString(),
                        entry.entered().toString(),
                        List.copyOf(entry.recorders()),
                        Long.toString(entry.generation())));
    }

    /** @throws IllegalArgumentException if it is none */
    static SessionState read(Arguments told) {
        if (told.get(0) instanceof String id
                && told.get(1) instanceof List<?> rooms
                && told.get(2) instanceof Map<?, ?> data
                && told.get(3) instanceof List<?> user
                && told.get(4) instanceof String since
                && told.get(5) instanceof String entered
                && told.get(6) instanceof List<?> recorders
                && told.get(7) instanceof String generation) {
            var entry = new Entry(
                    Position.parse(since).orElseThrow(SessionState::none),
                    Offset.parse(entered).orElseThrow(SessionState::none),
                    SocketDescription.names(recorders),
                    Long.parseLong(generation));
            return new SessionState(
                    id,
                    SocketDescription.names(rooms),
                    SocketDescription.objects(data),
                    SocketDescription.names(user).stream().findFirst(),
                    entry);
        }
        throw none();
    }

    private static IllegalArgumentException none() {
        return new IllegalArgumentException("no state of a session");
    }

    /** The same on its way to another node, or back. */
    SessionState moved() {
        return new SessionState(
                id,
                rooms,
                data,
                user,
                new Entry(entry.since(), entry.entered(), entry.recorders(), entry.generation() + 1));
    }

    /** Those and its own. */
    Set<String> allRooms() {
        var all = new HashSet<>(rooms);
        all.add(id);
        return all;
    }

    /**
     * How far a client was when it entered its namespace on a node.
     *
     * @param since what it had got by then for sure
     * @param entered how far the node was, with all that the client was sent first
     * @param recorders the tags of the nodes that have kept all packets from then on
     * @param generation how often the session has come to a node
     */
    record Entry(Position since, Offset entered, Set<String> recorders, long generation) {
        Entry {
            recorders = Set.copyOf(recorders);
        }

        /** Whether a packet, of that number on the node, comes behind all that the client was sent first. */
        boolean isFollowedBy(LoggedPacket packet, long sequence) {
            return sequence > entered.sequence() && !entered.position().covers(packet.origin(), packet.number());
        }

        /**
         * How far the client is now: it tells the last packet that it got. One that the node has sent to all comes behind all
         * that this client was sent first.
         */
        Offset since(Optional<Offset> last) {
            if (last.isEmpty()) {
                return Offset.of(since);
            }
            var offset = last.get();
            boolean behind = offset.node().equals(entered.node()) && offset.sequence() > entered.sequence();
            return new Offset(
                    offset.node(), offset.sequence(), offset.position().and(behind ? entered.position() : since));
        }
    }
}
