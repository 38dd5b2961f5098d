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

    /** With the rule that was broken. */
    public InvalidPacketException(String message) {
        super(message, null, false, false);
        this.limit = null;
    }

    /** With the rule that was broken, which is a limit. */
    public InvalidPacketException(String message, Limit limit) {
        super(message, null, false, false);
        this.limit = limit;
    }

    /** The limit that was exceeded; empty if the packet would be invalid with any limits. */
    public Optional<Limit> limit() {
        return Optional.ofNullable(limit);
    }
}
