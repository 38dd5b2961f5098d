package io.parley.adapter;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who is in which room, on this node. Thread-safe; what one recipient joins and leaves is changed inside one
 * {@code compute} of its id, so that a join that races with {@link #remove} cannot leave a ghost behind.
 *
 * <p>Invariant: a recipient is in the set of a room if and only if the room is in its seat's set; an empty room does
 * not exist. The room that is named like a recipient's id is not stored: it is the recipient itself.
 */
final class Rooms<R extends Recipient> {
    private final Map<String, Seat<R>> seats = new ConcurrentHashMap<>();
    private final Map<String, Set<R>> rooms = new ConcurrentHashMap<>();

    void add(R recipient) {
        seats.put(recipient.id(), new Seat<>(recipient, new HashSet<>(4)));
    }

    /** The rooms the recipient was in, which it has left now. */
    Set<String> remove(R recipient) {
        var left = new HashSet<String>();
        seats.computeIfPresent(recipient.id(), (id, seat) -> {
            left.addAll(seat.rooms);
            seat.rooms.forEach(room -> leaveRoom(room, seat.recipient));
            return null;
        });
        return left;
    }

    /** No effect if the recipient has not been added, or has been removed. */
    void join(R recipient, Collection<String> names) {
        seats.computeIfPresent(recipient.id(), (id, seat) -> {
            for (var room : names) {
                if (!room.equals(id) && seat.rooms.add(room)) {
                    joinRoom(room, seat.recipient);
                }
            }
            return seat;
        });
    }

    void leave(R recipient, String room) {
        seats.computeIfPresent(recipient.id(), (id, seat) -> {
            if (seat.rooms.remove(room)) {
                leaveRoom(room, seat.recipient);
            }
            return seat;
        });
    }

    /** The rooms of the recipient, without its own. A copy. */
    Set<String> of(R recipient) {
        var names = new HashSet<String>();
        seats.computeIfPresent(recipient.id(), (id, seat) -> {
            names.addAll(seat.rooms);
            return seat;
        });
        return names;
    }

    int size() {
        return seats.size();
    }

    Iterable<R> all() {
        return () -> new Iterator<>() {
            private final Iterator<Seat<R>> each = seats.values().iterator();

            @Override
            public boolean hasNext() {
                return each.hasNext();
            }

            @Override
            public R next() {
                return each.next().recipient;
            }
        };
    }

    /** Each of those meant, once. Who joins or leaves meanwhile may be among them or not. */
    Iterable<R> select(Selection selection) {
        if (selection.rooms().isEmpty() && selection.except().isEmpty()) {
            return all();
        }
        if (selection.rooms().size() == 1 && selection.except().isEmpty()) {
            return members(selection.rooms().iterator().next());
        }
        var selected = new HashSet<R>();
        if (selection.rooms().isEmpty()) {
            all().forEach(selected::add);
        }
        selection.rooms().forEach(room -> members(room).forEach(selected::add));
        selection.except().forEach(room -> members(room).forEach(selected::remove));
        return selected;
    }

    private Iterable<R> members(String room) {
        var seat = seats.get(room);
        var others = rooms.get(room);
        if (seat == null) {
            return others == null ? Set.of() : others;
        }
        if (others == null) {
            return Set.of(seat.recipient);
        }
        var members = new HashSet<>(others);
        members.add(seat.recipient);
        return members;
    }

    private void joinRoom(String room, R recipient) {
        rooms.compute(room, (name, members) -> {
            var some = members == null ? ConcurrentHashMap.<R>newKeySet() : members;
            some.add(recipient);
            return some;
        });
    }

    private void leaveRoom(String room, R recipient) {
        rooms.computeIfPresent(room, (name, members) -> {
            members.remove(recipient);
            return members.isEmpty() ? null : members;
        });
    }

    /** A recipient and its rooms; the set is touched only inside a compute of the recipient's id. */
    private record Seat<R>(R recipient, Set<String> rooms) {}
}
