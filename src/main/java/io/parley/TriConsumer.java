package io.parley;

/** A listener with three parameters, like {@link java.util.function.BiConsumer} with one more. */
@FunctionalInterface
public interface TriConsumer<A, B, C> {
    /** Hears of it. */
    void accept(A first, B second, C third);
}
