package io.parley.packet;

/**
 * What a parser accepts at most. A packet from a client that exceeds a limit is invalid, and the connection is closed,
 * "forced close"; the application's own arguments that exceed the depth or the number of attachments are refused when
 * they are emitted. Made from the {@linkplain #defaults defaults}:
 *
 * <pre>{@code ParserLimits.defaults().withMaxDepth(16).withMaxAttachments(2)}</pre>
 *
 * @param maxAttachments attachments of one packet, default 10 (what the official parsers accept)
 * @param maxAttachmentBytes bytes of all attachments of one packet from a client, default 4,000,000
 * @param maxDepth arrays and objects inside each other, the array of all arguments included, default 64
 * @param maxNumberDigits digits of a number without its exponent, default 64; an exponent is never more than 400 from 0
 * @param maxKeys members of all objects of one packet from a client together, default 10,000
 * @param maxNamespaceLength characters of a namespace, the slash included, default 128
 */
public record ParserLimits(
        int maxAttachments,
        long maxAttachmentBytes,
        int maxDepth,
        int maxNumberDigits,
        int maxKeys,
        int maxNamespaceLength) {
    private static final ParserLimits DEFAULTS = new ParserLimits(10, 4_000_000, 64, 64, 10_000, 128);

    /**
     * Checks that each limit makes sense.
     *
     * @param maxAttachments 0 or more
     * @param maxAttachmentBytes 0 or more
     * @param maxDepth 1 to 1,000
     * @param maxNumberDigits 1 or more
     * @param maxKeys 0 or more
     * @param maxNamespaceLength 1 or more
     * @throws IllegalArgumentException that names the limit and what is allowed
     */
    public ParserLimits {
        require(maxAttachments >= 0, "maxAttachments", maxAttachments, "0 or more");
        require(maxAttachmentBytes >= 0, "maxAttachmentBytes", maxAttachmentBytes, "0 or more");
        require(maxDepth >= 1 && maxDepth <= 1_000, "maxDepth", maxDepth, "1 to 1000");
        require(maxNumberDigits >= 1, "maxNumberDigits", maxNumberDigits, "1 or more");
        require(maxKeys >= 0, "maxKeys", maxKeys, "0 or more");
        require(maxNamespaceLength >= 1, "maxNamespaceLength", maxNamespaceLength, "1 or more");
    }

    /** {@return the limits named above} */
    public static ParserLimits defaults() {
        return DEFAULTS;
    }

    /**
     * {@return these limits, but for the number of attachments}
     *
     * @param most 0 or more
     * @throws IllegalArgumentException if it is less
     */
    public ParserLimits withMaxAttachments(int most) {
        return new ParserLimits(most, maxAttachmentBytes, maxDepth, maxNumberDigits, maxKeys, maxNamespaceLength);
    }

    /**
     * {@return these limits, but for the bytes of all attachments}
     *
     * @param most 0 or more
     * @throws IllegalArgumentException if it is less
     */
    public ParserLimits withMaxAttachmentBytes(long most) {
        return new ParserLimits(maxAttachments, most, maxDepth, maxNumberDigits, maxKeys, maxNamespaceLength);
    }

    /**
     * {@return these limits, but for the depth}
     *
     * @param most 1 to 1,000
     * @throws IllegalArgumentException if it is less or more
     */
    public ParserLimits withMaxDepth(int most) {
        return new ParserLimits(maxAttachments, maxAttachmentBytes, most, maxNumberDigits, maxKeys, maxNamespaceLength);
    }

    /**
     * {@return these limits, but for the digits of a number}
     *
     * @param most 1 or more
     * @throws IllegalArgumentException if it is less
     */
    public ParserLimits withMaxNumberDigits(int most) {
        return new ParserLimits(maxAttachments, maxAttachmentBytes, maxDepth, most, maxKeys, maxNamespaceLength);
    }

    /**
     * {@return these limits, but for the members of objects}
     *
     * @param most 0 or more
     * @throws IllegalArgumentException if it is less
     */
    public ParserLimits withMaxKeys(int most) {
        return new ParserLimits(
                maxAttachments, maxAttachmentBytes, maxDepth, maxNumberDigits, most, maxNamespaceLength);
    }

    /**
     * {@return these limits, but for the length of a namespace}
     *
     * @param most characters, 1 or more
     * @throws IllegalArgumentException if it is less
     */
    public ParserLimits withMaxNamespaceLength(int most) {
        return new ParserLimits(maxAttachments, maxAttachmentBytes, maxDepth, maxNumberDigits, maxKeys, most);
    }

    private static void require(boolean holds, String name, long value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(name + "=" + value + ": allowed is " + allowed);
        }
    }
}
