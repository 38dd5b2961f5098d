package io.parley.kernel;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What most connections never need takes no memory until it is asked for. */
public final class Lazily {
    private Lazily() {}

    /**
     * {@return the value of a field} Thread-safe: all get the same one.
     *
     * @param <O> whose field it is
     * @param <V> the value's type
     * @param owner whose field is meant
     * @param field volatile, and null until this method is called
     * @param maker may be asked in vain, when two threads make the value at the same time
     */
    public static <O, V> V made(O owner, AtomicReferenceFieldUpdater<O, @Nullable V> field, Supplier<V> maker) {
        if (field.get(owner) == null) {
            field.compareAndSet(owner, null, maker.get());
        }
        return requireNonNull(field.get(owner));
    }
}
