package io.parley;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Listeners of one kind, in their order; most sockets have none of most kinds, so an empty one is small. Thread-safe: an
 * iteration sees those that were there when it began.
 */
final class Several<T> implements Iterable<T> {
    private volatile List<T> all = List.of();

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** A snapshot. */
    List<T> list() {
        return all;
    }

    @Override
    public Iterator<T> iterator() {
        return all.iterator();
    }

    void add(T one) {
        insert(Integer.MAX_VALUE, one);
    }

    void addFirst(T one) {
        insert(0, one);
    }

    private synchronized void insert(int at, T one) {
        var more = new ArrayList<>(all);
        more.add(Math.min(at, more.size()), one);
        all = List.copyOf(more);
    }

    /** Removes the first one that is equal; nothing happens if there is none. */
    synchronized void remove(T one) {
        var fewer = new ArrayList<>(all);
        fewer.remove(one);
        all = List.copyOf(fewer);
    }
}
