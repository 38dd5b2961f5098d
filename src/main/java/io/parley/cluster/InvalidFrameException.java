package io.parley.cluster;

/** Bytes that are no frame we can read. Has no stack trace: it tells of a peer, not of our code. */
public final class InvalidFrameException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why the bytes were refused. */
    public enum Reason {
        /** Not our bytes, or damaged. */
        MALFORMED,
        /** Of a version that this release does not know. */
        UNKNOWN_VERSION,
        /** Of a kind that this release does not know. */
        UNKNOWN_KIND,
        /** Larger than the limit. */
        TOO_LARGE,
        /** Not signed with a key of this node, or signed though this node has no key. */
        FORGED
    }

    private final Reason reason;

    InvalidFrameException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    /** {@return why the bytes were refused} */
    public Reason reason() {
        return reason;
    }
}
