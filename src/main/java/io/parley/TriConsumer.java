package io.parley;

/**
 * A listener with three parameters, like {@link java.util.function.BiConsumer} with one more.
 *
 * @param <A> type of the first
 * @param <B> type of the second
 * @param <C> type of the third
 */
@FunctionalInterface
public interface TriConsumer<A, B, C> {
    /**
     * Hears of it.
     *
     * @param first see who calls it, as for all of them
     * @param second what comes next
     * @param third what comes last
     */
    void accept(A first, B second, C third);
}
