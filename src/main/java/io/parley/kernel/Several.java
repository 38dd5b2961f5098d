package io.parley.kernel;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A few things of one kind, in their order, such as listeners. Most connections have none of most kinds, so an empty one is
 * small. Thread-safe: an iteration sees those that were there when it began.
 *
 * @param <T> what they are
 */
public final class Several<T> implements Iterable<T> {
    private volatile List<T> all = List.of();

    /** None yet. */
    public Several() {}

    /** {@return whether there is none} */
    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** {@return a snapshot} */
    public List<T> list() {
        return all;
    }

    /** Of none it is one that all share: on the way of packets there mostly is none. */
    @Override
    public Iterator<T> iterator() {
        var now = all;
        return now.isEmpty() ? Collections.emptyIterator() : now.iterator();
    }

    /**
     * Adds one behind the others.
     *
     * @param one may be there already
     */
    public void add(T one) {
        change(more -> more.add(one));
    }

    /**
     * Adds some behind the others.
     *
     * @param some may be there already
     */
    public void addAll(Collection<? extends T> some) {
        change(more -> more.addAll(some));
    }

    /**
     * Adds one before the others.
     *
     * @param one may be there already
     */
    public void addFirst(T one) {
        change(more -> more.add(0, one));
    }

    /**
     * Removes one.
     *
     * @param one the first that is equal; nothing happens if there is none
     */
    public void remove(T one) {
        change(fewer -> fewer.remove(one));
    }

    /**
     * Removes some.
     *
     * @param unwanted true for those that go; must return quickly
     */
    public void removeIf(Predicate<T> unwanted) {
        change(fewer -> fewer.removeIf(unwanted));
    }

    /** Removes all. */
    public synchronized void clear() {
        all = List.of();
    }

    private synchronized void change(Consumer<List<T>> how) {
        var changed = new ArrayList<>(all);
        how.accept(changed);
        all = List.copyOf(changed);
    }
}
