package io.parley.packet;

import io.parley.kernel.Limit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A peer's message is no valid packet. Has no stack trace: it tells of the peer, not of our code. The message names the
 * rule that was broken and never quotes the peer.
 */
public final class InvalidPacketException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final @Nullable Limit limit;

    /**
     * Of a rule that is no limit.
     *
     * @param message the rule that was broken; nothing of what the peer sent
     */
    public InvalidPacketException(String message) {
        super(message, null, false, false);
        this.limit = null;
    }

    /**
     * Of a rule that is a limit.
     *
     * @param message the rule that was broken; nothing of what the peer sent
     * @param limit the one that was exceeded
     */
    public InvalidPacketException(String message, Limit limit) {
        super(message, null, false, false);
        this.limit = limit;
    }

    /** {@return the limit that was exceeded; empty if the packet would be invalid with any limits} */
    public Optional<Limit> limit() {
        return Optional.ofNullable(limit);
    }
}
