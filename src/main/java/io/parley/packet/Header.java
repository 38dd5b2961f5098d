package io.parley.packet;

import io.parley.kernel.Limit;

/**
 * What stands before the JSON of a text message:
 * {@code <type>[<attachments>-][<namespace>,][<ack id>]}.
 *
 * <p>Stricter than the reference where that is lax by accident: no blanks, no signs or exponents in numbers, no ack id
 * beyond a long, at least one attachment where attachments are announced, no empty message.
 *
 * @param attachments how many binary messages follow; 0 only for the types without attachments
 * @param ackId {@link Packet.Event#NO_ACK} if there is none; on types without acks it means nothing
 * @param end where the JSON starts; the length of the message if there is none
 */
record Header(Type type, int attachments, String namespace, long ackId, int end) {
    /** The types in the order of their digits; the two binary ones are of the JSON parser only. */
    enum Type {
        CONNECT,
        DISCONNECT,
        EVENT,
        ACK,
        CONNECT_ERROR,
        BINARY_EVENT,
        BINARY_ACK;

        private static final Type[] BY_DIGIT = values();

        private static Type of(char digit) {
            int number = digit - '0';
            if (number < 0 || number >= BY_DIGIT.length) {
                throw new InvalidPacketException("unknown packet type");
            }
            return BY_DIGIT[number];
        }

        private boolean announcesAttachments() {
            return this == BINARY_EVENT || this == BINARY_ACK;
        }
    }

    /** @param start where the packet begins in the text */
    static Header scan(String message, int start, ParserLimits limits) {
        if (message.length() == start) {
            throw new InvalidPacketException("empty packet");
        }
        var type = Type.of(message.charAt(start));
        int at = start + 1;
        int attachments = 0;
        if (type.announcesAttachments()) {
            int dash = endOfDigits(message, at);
            attachments = attachments(message, at, dash, limits.maxAttachments());
            at = dash + 1;
        }
        String namespace = "/";
        if (at < message.length() && message.charAt(at) == '/') {
            int comma = endOfNamespace(message, at, limits.maxNamespaceLength());
            namespace = comma == at + 1 ? "/" : message.substring(at, comma);
            at = Math.min(comma + 1, message.length());
        }
        int end = endOfDigits(message, at);
        return new Header(type, attachments, namespace, ackId(message, at, end), end);
    }

    /** Whether no JSON follows. */
    boolean isAll(String message) {
        return end == message.length();
    }

    private static int endOfDigits(String message, int start) {
        int at = start;
        while (at < message.length() && isDigit(message.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int attachments(String message, int start, int dash, int most) {
        if (dash == start || dash == message.length() || message.charAt(dash) != '-') {
            throw new InvalidPacketException("illegal attachments");
        }
        int number = 0;
        for (int at = start; at < dash; at++) {
            number = number * 10 + message.charAt(at) - '0';
            if (number > most) {
                throw new InvalidPacketException("too many attachments", Limit.ATTACHMENTS);
            }
        }
        if (number == 0) {
            throw new InvalidPacketException("illegal attachments");
        }
        return number;
    }

    private static int endOfNamespace(String message, int start, int most) {
        int at = start;
        while (at < message.length() && message.charAt(at) != ',') {
            at++;
            if (at - start > most) {
                throw new InvalidPacketException("namespace too long", Limit.NAMESPACE_LENGTH);
            }
        }
        return at;
    }

    private static long ackId(String message, int start, int end) {
        if (start == end) {
            return Packet.Event.NO_ACK;
        }
        long id = 0;
        for (int at = start; at < end; at++) {
            int digit = message.charAt(at) - '0';
            if (id > (Long.MAX_VALUE - digit) / 10) {
                throw new InvalidPacketException("ack id out of range");
            }
            id = id * 10 + digit;
        }
        return id;
    }
}
