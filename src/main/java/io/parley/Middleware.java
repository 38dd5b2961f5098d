package io.parley;

/** Decides whether a client may join a namespace. Runs before the {@code connection} listeners; may block. */
@FunctionalInterface
public interface Middleware {
    /**
     * Looks at a client that wants to join. To let it pass, return.
     *
     * @param socket not connected yet; can already be given {@linkplain Socket#data data}, rooms and listeners
     * @throws ConnectionRefusedException to refuse it. Any other exception refuses it with "Internal error" and is
     *     logged
     */
    void apply(Socket socket);
}
