package io.parley.packet;

/**
 * A peer's message is no valid packet. Has no stack trace: it tells of the peer, not of our code. The message names the
 * rule that was broken and never quotes the peer.
 */
public final class InvalidPacketException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** With the rule that was broken. */
    public InvalidPacketException(String message) {
        super(message, null, false, false);
    }
}
