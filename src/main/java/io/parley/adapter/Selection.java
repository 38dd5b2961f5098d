package io.parley.adapter;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which sockets are meant. A socket's id is a room of its own. A value: it can be kept and sent to another node.
 *
 * @param rooms those in at least one of these, each once; empty: all sockets
 * @param except without those in one of these
 */
public record Selection(Set<String> rooms, Set<String> except) {
    /** Everybody. */
    public static final Selection ALL = new Selection(Set.of(), Set.of());

    /**
     * Keeps copies.
     *
     * @param rooms none of them null
     * @param except none of them null
     */
    public Selection {
        rooms = Set.copyOf(rooms);
        except = Set.copyOf(except);
    }

    /**
     * {@return this selection, and those in the rooms}
     *
     * @param more none: the selection stays as it is
     */
    public Selection to(String... more) {
        return new Selection(union(rooms, List.of(more)), except);
    }

    /**
     * {@return this selection without those in the rooms}
     *
     * @param more none: the selection stays as it is
     */
    public Selection except(String... more) {
        return new Selection(rooms, union(except, List.of(more)));
    }

    /**
     * {@return whether somebody in these rooms is meant}
     *
     * @param memberOf its own among them
     */
    public boolean includes(Set<String> memberOf) {
        return (rooms.isEmpty() || !Collections.disjoint(rooms, memberOf)) && Collections.disjoint(except, memberOf);
    }

    private static Set<String> union(Set<String> some, Collection<String> more) {
        var all = new HashSet<>(some);
        all.addAll(more);
        return all;
    }
}
