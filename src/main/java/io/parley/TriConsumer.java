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
     * Hears of an event, see {@link Socket#on(String, Class, Class, TriConsumer)}.
     *
     * @param first its first argument
     * @param second its second argument
     * @param third the means to answer
     */
    void accept(A first, B second, C third);
}
