package io.parley;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** A concurrent map that tells when something may have changed; what changes inside of a value it cannot see. Thread-safe. */
@SuppressWarnings("NullAway") // the interface has no annotations: what is missing is null
final class WatchedMap<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {
    private final ConcurrentMap<K, V> map = new ConcurrentHashMap<>();
    private final Runnable changed;

    /** @param changed called after each change, on the thread that makes it */
    WatchedMap(Runnable changed) {
        this.changed = changed;
    }

    @Override
    public @Nullable V get(Object key) {
        return map.get(key);
    }

    @Override
    public boolean containsKey(Object key) {
        return map.containsKey(key);
    }

    @Override
    public @Nullable V put(K key, V value) {
        return told(map.put(key, value));
    }

    @Override
    public @Nullable V remove(Object key) {
        return told(map.remove(key));
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        return told(map.putIfAbsent(key, value));
    }

    @Override
    public boolean remove(Object key, Object value) {
        return told(map.remove(key, value));
    }

    @Override
    public boolean replace(K key, V before, V value) {
        return told(map.replace(key, before, value));
    }

    @Override
    public @Nullable V replace(K key, V value) {
        return told(map.replace(key, value));
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<K, V>> iterator() {
                return new Entries(map.entrySet().iterator());
            }

            @Override
            public int size() {
                return map.size();
            }
        };
    }

    private <T> T told(T result) {
        changed.run();
        return result;
    }

    private final class Entries implements Iterator<Entry<K, V>> {
        private final Iterator<Entry<K, V>> entries;

        Entries(Iterator<Entry<K, V>> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            return entries.hasNext();
        }

        @Override
        public Entry<K, V> next() {
            var entry = entries.next();
            return new SimpleEntry<>(entry.getKey(), entry.getValue()) {
                private static final long serialVersionUID = 1L;

                @Override
                public V setValue(V value) {
                    put(entry.getKey(), value);
                    return super.setValue(value);
                }
            };
        }

        @Override
        public void remove() {
            entries.remove();
            changed.run();
        }
    }
}
