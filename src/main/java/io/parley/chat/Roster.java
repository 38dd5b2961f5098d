package io.parley.chat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who is in the chat, on which node and in which rooms: one part per node, each a copy of what that node last told, and
 * for this node the truth. Each change answers what has become different, so that it can be told. Not thread-safe:
 * confined to the chat's {@link Turn}.
 *
 * <p>Nodes that do not hear of each other can let two people have the same name; they keep it then.
 */
final class Roster {
    private final Map<String, Map<String, Person>> parts = new HashMap<>();
    private final Map<String, Person> byId = new LinkedHashMap<>();
    private final Map<String, Set<String>> idsByName = new HashMap<>();
    private final Map<String, Set<String>> idsByRoom = new TreeMap<>();

    /** Somebody has come to a node. Nothing happens if the id is known. */
    List<RosterChange> arrive(String node, Person person) {
        if (byId.containsKey(person.id())) {
            return List.of();
        }
        put(node, person);
        return List.of(new RosterChange.Online(person));
    }

    /** Somebody has gone from a node. Nothing happens if nobody there has that id. */
    List<RosterChange> depart(String node, String id) {
        var gone = part(node).get(id);
        if (gone == null) {
            return List.of();
        }
        take(node, gone);
        return List.of(new RosterChange.Offline(gone));
    }

    /** Somebody on a node joins a room. Nothing happens if nobody there has that id, or is in the room. */
    List<RosterChange> join(String node, String id, String room) {
        var person = part(node).get(id);
        if (person == null || person.rooms().contains(room)) {
            return List.of();
        }
        var joined = person.with(room);
        put(node, joined);
        return List.of(new RosterChange.Joined(joined, room));
    }

    /** Somebody on a node leaves a room. Nothing happens if nobody there has that id, or is not in the room. */
    List<RosterChange> leave(String node, String id, String room) {
        var person = part(node).get(id);
        if (person == null || !person.rooms().contains(room)) {
            return List.of();
        }
        var left = person.without(room);
        take(node, person);
        put(node, left);
        return List.of(new RosterChange.Left(left, room));
    }

    /** A node has told who is there now. */
    List<RosterChange> replace(String node, Collection<Person> people) {
        var changes = new ArrayList<RosterChange>();
        var told = people.stream().collect(Collectors.toMap(Person::id, Function.identity(), (a, b) -> b));
        for (var known : List.copyOf(part(node).values())) {
            var now = told.get(known.id());
            if (now == null || !now.name().equals(known.name())) {
                changes.addAll(depart(node, known.id()));
            } else {
                changes.addAll(move(node, known, now.rooms()));
            }
        }
        told.values().forEach(person -> changes.addAll(arrive(node, person)));
        return changes;
    }

    /** Only these nodes are left: forgets those who were on others. */
    List<RosterChange> keepOnly(Set<String> nodes) {
        var changes = new ArrayList<RosterChange>();
        for (var node : List.copyOf(parts.keySet())) {
            if (!nodes.contains(node)) {
                changes.addAll(replace(node, List.of()));
            }
        }
        return changes;
    }

    /** Everybody, on all nodes. */
    List<Person> people() {
        return List.copyOf(byId.values());
    }

    /** Those on one node. */
    List<Person> people(String node) {
        return List.copyOf(part(node).values());
    }

    Optional<Person> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All the pages of this person, the given one included. */
    List<Person> pages(Person person) {
        return named(person.name()).filter(person::isAlso).toList();
    }

    /** Whether somebody with another user id has this name, or one that looks like it. */
    boolean isTaken(String name, String user) {
        return named(name).anyMatch(person -> !person.user().equals(user));
    }

    /** Who is in a room, on all nodes. */
    List<Person> members(String room) {
        return all(idsByRoom.getOrDefault(room, Set.of())).toList();
    }

    /** The rooms that somebody is in, by name. */
    List<RoomSize> rooms() {
        return idsByRoom.entrySet().stream()
                .map(room -> new RoomSize(room.getKey(), distinctNames(room.getValue())))
                .toList();
    }

    boolean hasRoom(String room) {
        return idsByRoom.containsKey(room);
    }

    int roomCount() {
        return idsByRoom.size();
    }

    private List<RosterChange> move(String node, Person known, Set<String> rooms) {
        var changes = new ArrayList<RosterChange>();
        known.rooms().stream()
                .filter(room -> !rooms.contains(room))
                .sorted()
                .forEach(room -> changes.addAll(leave(node, known.id(), room)));
        rooms.stream().sorted().forEach(room -> changes.addAll(join(node, known.id(), room)));
        return changes;
    }

    private int distinctNames(Set<String> ids) {
        return (int) all(ids).map(Person::name).distinct().count();
    }

    private Stream<Person> named(String name) {
        return all(idsByName.getOrDefault(Names.folded(name), Set.of()));
    }

    private Stream<Person> all(Set<String> ids) {
        return ids.stream().map(id -> Objects.requireNonNull(byId.get(id)));
    }

    private Map<String, Person> part(String node) {
        return parts.getOrDefault(node, Map.of());
    }

    private void put(String node, Person person) {
        parts.computeIfAbsent(node, absent -> new LinkedHashMap<>()).put(person.id(), person);
        byId.put(person.id(), person);
        add(idsByName, Names.folded(person.name()), person.id());
        person.rooms().forEach(room -> add(idsByRoom, room, person.id()));
    }

    private void take(String node, Person person) {
        parts.computeIfPresent(node, (name, part) -> {
            part.remove(person.id());
            return part.isEmpty() ? null : part;
        });
        byId.remove(person.id());
        remove(idsByName, Names.folded(person.name()), person.id());
        person.rooms().forEach(room -> remove(idsByRoom, room, person.id()));
    }

    private static void add(Map<String, Set<String>> index, String key, String id) {
        index.computeIfAbsent(key, absent -> new LinkedHashSet<>()).add(id);
    }

    private static void remove(Map<String, Set<String>> index, String key, String id) {
        index.computeIfPresent(key, (same, ids) -> {
            ids.remove(id);
            return ids.isEmpty() ? null : ids;
        });
    }
}
