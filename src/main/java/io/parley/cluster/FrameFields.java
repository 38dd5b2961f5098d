package io.parley.cluster;

import static io.parley.cluster.InvalidFrameException.Reason.MALFORMED;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fields of one frame while it is read, or, as {@link Out}, written; see {@link FrameCodec}. Confined to its call. */
final class FrameFields {
    static final byte NODE = 1;
    static final byte EPOCH = 2;
    static final byte SEQUENCE = 3;
    static final byte CHANNEL = 4;
    static final byte BODY = 5;
    static final byte TO = 6;
    static final byte MAC = 7;
    static final byte PEER = 8;
    static final byte HELLO = 9;
    static final byte TO_ONE = 10;
    static final byte ASKED = 11;
    static final byte RANGE = 12;
    static final byte LEAVING = 13;

    static final int HEADER_BYTES = 5;

    /** More than any frame of the bus needs: of what is repeated. */
    private static final int MAX_REPEATED = 4096;

    /** By tag, those that come once. */
    private final @Nullable ByteBuffer[] single = new ByteBuffer[LEAVING + 1];

    private final List<Field> repeated = new ArrayList<>();

    /** @throws InvalidFrameException if they are damaged */
    FrameFields(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (in.remaining() < HEADER_BYTES) {
                throw malformed("half a field");
            }
            byte tag = in.get();
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw malformed("a field longer than the frame");
            }
            // others are of a later release
            if (tag >= NODE && tag <= LEAVING) {
                add(tag, in.slice(in.position(), length));
            }
            in.position(in.position() + length);
        }
    }

    private void add(byte tag, ByteBuffer value) {
        if (tag == PEER || tag == RANGE) {
            repeated.add(new Field(tag, value));
            if (repeated.size() > MAX_REPEATED) {
                throw malformed("more than " + MAX_REPEATED + " repeated fields");
            }
        } else if (has(tag)) {
            throw malformed("a field twice");
        } else {
            single[tag] = value;
        }
    }

    boolean has(byte tag) {
        return single[tag] != null;
    }

    List<ByteBuffer> all(byte tag) {
        return repeated.stream()
                .filter(field -> field.tag == tag)
                .map(Field::value)
                .toList();
    }

    ByteBuffer bytes(byte tag) {
        var value = single[tag];
        if (value == null) {
            throw malformed("a field is missing");
        }
        return value;
    }

    String text(byte tag) {
        return text(bytes(tag));
    }

    static String text(ByteBuffer value) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(value).toString();
        } catch (CharacterCodingException invalid) {
            throw malformed("a text that is not UTF-8");
        }
    }

    long number(byte tag) {
        var number = bytes(tag);
        if (number.remaining() != Long.BYTES) {
            throw malformed("a number that has not 8 bytes");
        }
        return number.getLong();
    }

    List<Datagram.Range> ranges() {
        return all(RANGE).stream().map(FrameFields::range).toList();
    }

    private static Datagram.Range range(ByteBuffer field) {
        if (field.remaining() != 2 * Long.BYTES) {
            throw malformed("a range that has not 16 bytes");
        }
        return new Datagram.Range(field.getLong(), field.getLong());
    }

    static InvalidFrameException malformed(String message) {
        return new InvalidFrameException(MALFORMED, message);
    }

    /** @throws IllegalArgumentException if the text holds half a surrogate pair */
    static ByteBuffer utf8(String text) {
        utf8Length(text);
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @throws IllegalArgumentException if the text holds half a surrogate pair */
    static int utf8Length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (!Character.isSurrogate(unit)) {
                length += unit < 0x80 ? 1 : unit < 0x800 ? 2 : 3;
            } else if (i + 1 < text.length() && Character.isSurrogatePair(unit, text.charAt(i + 1))) {
                length += 4;
                i++;
            } else {
                throw new IllegalArgumentException("a text that holds half a surrogate pair");
            }
        }
        return length;
    }

    private record Field(byte tag, ByteBuffer value) {}

    /** Fields to be written, in their order. */
    static final class Out {
        private final List<Field> fields = new ArrayList<>(8);
        private long size;

        Out bytes(byte tag, ByteBuffer value) {
            fields.add(new Field(tag, value));
            size += HEADER_BYTES + value.remaining();
            return this;
        }

        Out text(byte tag, String text) {
            return bytes(tag, utf8(text));
        }

        Out number(byte tag, long number) {
            return bytes(tag, ByteBuffer.allocate(Long.BYTES).putLong(0, number));
        }

        Out flag(byte tag, boolean set) {
            return set ? bytes(tag, ByteBuffer.allocate(0)) : this;
        }

        Out range(Datagram.Range range) {
            var value = ByteBuffer.allocate(2 * Long.BYTES);
            return bytes(RANGE, value.putLong(0, range.first()).putLong(Long.BYTES, range.last()));
        }

        long size() {
            return size;
        }

        void writeTo(ByteBuffer out) {
            for (var field : fields) {
                out.put(field.tag).putInt(field.value.remaining()).put(field.value);
            }
        }
    }
}
