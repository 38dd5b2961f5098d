package io.parley.adapter;

import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
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
    private final RoomListener listener;

    Rooms(RoomListener listener) {
        this.listener = listener;
    }

    void add(R recipient) {
        var id = recipient.id();
        seats.put(id, new Seat<>(recipient));
        listener.created(id);
        listener.joined(id, id);
    }

    /** The rooms the recipient was in, which it has left now. */
    Set<String> remove(R recipient) {
        var id = recipient.id();
        var left = new HashSet<String>();
        var deleted = new HashSet<String>();
        boolean[] present = {false};
        seats.computeIfPresent(id, (same, seat) -> {
            present[0] = true;
            left.addAll(seat.rooms);
            for (var room : seat.rooms) {
                if (leaveRoom(room, seat.recipient)) {
                    deleted.add(room);
                }
            }
            return null;
        });
        left.forEach(room -> tellLeft(room, id, deleted.contains(room)));
        if (present[0]) {
            tellLeft(id, id, true);
        }
        return left;
    }

    /** No effect if the recipient has not been added, or has been removed. */
    void join(R recipient, Collection<String> names) {
        var joined = new LinkedHashMap<String, Boolean>();
        seats.computeIfPresent(recipient.id(), (id, seat) -> {
            for (var room : names) {
                if (!room.equals(id) && seat.add(room)) {
                    joined.put(room, joinRoom(room, seat.recipient));
                }
            }
            return seat;
        });
        joined.forEach((room, created) -> {
            if (created) {
                listener.created(room);
            }
            listener.joined(room, recipient.id());
        });
    }

    void leave(R recipient, Collection<String> names) {
        var left = new LinkedHashMap<String, Boolean>();
        seats.computeIfPresent(recipient.id(), (id, seat) -> {
            for (var room : names) {
                if (seat.remove(room)) {
                    left.put(room, leaveRoom(room, seat.recipient));
                }
            }
            return seat;
        });
        left.forEach((room, deleted) -> tellLeft(room, recipient.id(), deleted));
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

    private void tellLeft(String room, String id, boolean deleted) {
        listener.left(room, id);
        if (deleted) {
            listener.deleted(room);
        }
    }

    /** True if the room has come into being by that. */
    private boolean joinRoom(String room, R recipient) {
        boolean[] created = {false};
        rooms.compute(room, (name, members) -> {
            created[0] = members == null;
            var some = members == null ? ConcurrentHashMap.<R>newKeySet() : members;
            some.add(recipient);
            return some;
        });
        return created[0];
    }

    /** True if the room is gone by that. */
    private boolean leaveRoom(String room, R recipient) {
        boolean[] deleted = {false};
        rooms.computeIfPresent(room, (name, members) -> {
            members.remove(recipient);
            deleted[0] = members.isEmpty();
            return deleted[0] ? null : members;
        });
        return deleted[0];
    }

    /** How many recipients of this node are in the room. */
    int size(String room) {
        int size = 0;
        for (var ignored : members(room)) {
            size++;
        }
        return size;
    }

    /** A recipient and its rooms, which are touched only inside a compute of the recipient's id. */
    private static final class Seat<R> {
        final R recipient;
        Set<String> rooms = Set.of();

        Seat(R recipient) {
            this.recipient = recipient;
        }

        boolean add(String room) {
            if (rooms.isEmpty()) {
                rooms = new HashSet<>(4);
            }
            return rooms.add(room);
        }

        boolean remove(String room) {
            return !rooms.isEmpty() && rooms.remove(room);
        }
    }
}
