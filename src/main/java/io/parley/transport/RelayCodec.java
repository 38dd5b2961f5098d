package io.parley.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.parley.engine.EngineError;
import io.parley.engine.Refusal;
import io.parley.kernel.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages of the relay as bytes, the body of a cluster frame.
 *
 * <pre>
 *   kind (1 byte)  link (8 bytes)  id (8 bytes)  { tag (1 byte)  length (4 bytes)  value }*
 *   kinds: 65 poll, 66 post, 67 body, 68 given up, 69 upgrade, 70 failed, 71 wanted, 72 answered, 73 refused, 74 heard,
 *          75 part, 76 confirmed, 77 closed, 78 broken
 *   tags:  1 sid, 2 transport, 3 EIO, 4 text only (empty), 5 user, 6 HTTP session, 7 binary (empty), 8 content,
 *          9 too large (empty), 10 a text for logs, 11 status or code (8 bytes), 12 content type, 13 compress (empty),
 *          14 last (empty), 15 messages (8 bytes), 16 bytes (8 bytes)
 * </pre>
 *
 * Texts are UTF-8, numbers big-endian. A reader skips tags that it does not know and ignores kinds that it does not know, so
 * that nodes of neighbouring versions understand each other.
 */
final class RelayCodec {
    static final byte POLL = 65;
    static final byte POST = 66;
    static final byte BODY = 67;
    static final byte GIVEN_UP = 68;
    static final byte UPGRADE = 69;
    static final byte FAILED = 70;
    static final byte WANTED = 71;
    static final byte ANSWERED = 72;
    static final byte REFUSED = 73;
    static final byte HEARD = 74;
    static final byte PART = 75;
    static final byte CONFIRMED = 76;
    static final byte CLOSED = 77;
    static final byte BROKEN = 78;

    static final byte SID = 1;
    static final byte TRANSPORT = 2;
    static final byte PROTOCOL = 3;
    static final byte TEXT_ONLY = 4;
    static final byte USER = 5;
    static final byte HTTP_SESSION = 6;
    static final byte BINARY = 7;
    static final byte CONTENT = 8;
    static final byte TOO_LARGE = 9;
    static final byte TEXT = 10;
    static final byte CODE = 11;
    static final byte CONTENT_TYPE = 12;
    static final byte COMPRESS = 13;
    static final byte LAST = 14;
    static final byte MESSAGES = 15;
    static final byte BYTES = 16;

    private static final int HEAD = 1 + 2 * Long.BYTES;
    private static final int FIELD_HEAD = 1 + Integer.BYTES;

    private RelayCodec() {}

    static Bytes encode(long link, RelayMessage message) {
        var out = new Out();
        message.write(out);
        return out.bytes(link, message.id());
    }

    /** The number of the link, whatever the message is. */
    static long link(Bytes body) {
        try {
            return body.asBuffer().getLong(1);
        } catch (IndexOutOfBoundsException cut) {
            throw cutOff(body);
        }
    }

    /**
     * Reads a message; null if its kind is unknown.
     *
     * @throws InvalidRelayMessageException if the bytes are none
     */
    static @Nullable RelayMessage decode(Bytes body) {
        var in = body.asBuffer();
        try {
            byte kind = in.get();
            in.getLong();
            long id = in.getLong();
            var fields = new Fields(in);
            return switch (kind) {
                case POLL -> new RelayMessage.Poll(id, fields.claim());
                case POST -> new RelayMessage.Post(id, fields.claim(), fields.has(BINARY), fields.contentOrNull());
                case BODY -> new RelayMessage.Body(id, fields.content());
                case GIVEN_UP -> new RelayMessage.GivenUp(id, fields.has(TOO_LARGE));
                case UPGRADE -> new RelayMessage.Upgrade(id, fields.claim());
                case FAILED -> new RelayMessage.Failed(id, fields.text(TEXT));
                case WANTED -> new RelayMessage.Wanted(id);
                case ANSWERED -> new RelayMessage.Answered(id, fields.answer());
                case REFUSED -> new RelayMessage.Refused(id, fields.refusal());
                case HEARD -> new RelayMessage.Heard();
                case PART -> new RelayMessage.Part(id, fields.has(BINARY), fields.has(LAST), fields.content());
                case CONFIRMED -> new RelayMessage.Confirmed(id, fields.count(MESSAGES), fields.count(BYTES));
                case CLOSED -> new RelayMessage.Closed(id, fields.count(CODE));
                case BROKEN -> new RelayMessage.Broken();
                default -> null;
            };
        } catch (BufferUnderflowException cut) {
            throw cutOff(body);
        }
    }

    private static InvalidRelayMessageException cutOff(Bytes body) {
        return new InvalidRelayMessageException(body.size() + " bytes, which are cut off");
    }

    /** A message while it is written. Confined to its call. */
    static final class Out {
        private final List<Field> fields = new ArrayList<>(8);
        private byte kind;
        private int size = HEAD;

        Out kind(byte which) {
            kind = which;
            return this;
        }

        Out add(byte tag, Bytes value) {
            fields.add(new Field(tag, value));
            size += FIELD_HEAD + value.size();
            return this;
        }

        Out text(byte tag, @Nullable String text) {
            return text == null ? this : add(tag, Bytes.ofUtf8(text));
        }

        Out number(byte tag, long number) {
            return add(
                    tag,
                    Bytes.owned(ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
        }

        Out flag(byte tag, boolean set) {
            return set ? add(tag, Bytes.empty()) : this;
        }

        Out claim(Claim claim) {
            return text(SID, claim.sid())
                    .text(TRANSPORT, claim.transport())
                    .text(PROTOCOL, claim.protocol())
                    .flag(TEXT_ONLY, claim.textOnly())
                    .text(USER, claim.visitor().user())
                    .text(HTTP_SESSION, claim.visitor().httpSession());
        }

        Bytes bytes(long link, long id) {
            var out = ByteBuffer.allocate(size);
            out.put(kind).putLong(link).putLong(id);
            for (var field : fields) {
                out.put(field.tag).putInt(field.value.size()).put(field.value.asArrayBuffer());
            }
            return Bytes.owned(out.array());
        }

        private record Field(byte tag, Bytes value) {}
    }

    /** The fields of a message while it is read. Confined to its call. */
    private static final class Fields {
        private final @Nullable ByteBuffer[] values = new ByteBuffer[BYTES + 1];

        Fields(ByteBuffer in) {
            while (in.hasRemaining()) {
                byte tag = in.get();
                int length = in.getInt();
                if (length < 0 || length > in.remaining()) {
                    throw new InvalidRelayMessageException("a field longer than its message");
                }
                if (tag > 0 && tag < values.length) {
                    if (values[tag] != null) {
                        throw new InvalidRelayMessageException("a field twice");
                    }
                    values[tag] = in.slice(in.position(), length);
                }
                in.position(in.position() + length);
            }
        }

        boolean has(byte tag) {
            return values[tag] != null;
        }

        private ByteBuffer value(byte tag) {
            var value = values[tag];
            if (value == null) {
                throw new InvalidRelayMessageException("the field " + tag + " is missing");
            }
            return value;
        }

        String text(byte tag) {
            return UTF_8.decode(value(tag)).toString();
        }

        private @Nullable String textOrNull(byte tag) {
            return has(tag) ? text(tag) : null;
        }

        /** A number that is no count of ours ends here. */
        int count(byte tag) {
            long number = value(tag).getLong();
            if (number < 0 || number > Integer.MAX_VALUE) {
                throw new InvalidRelayMessageException("the number " + number);
            }
            return (int) number;
        }

        Bytes content() {
            return Bytes.copyOf(value(CONTENT));
        }

        @Nullable
        Bytes contentOrNull() {
            return has(CONTENT) ? content() : null;
        }

        Claim claim() {
            return new Claim(
                    text(SID),
                    text(TRANSPORT),
                    text(PROTOCOL),
                    has(TEXT_ONLY),
                    new Visitor(textOrNull(USER), textOrNull(HTTP_SESSION)));
        }

        Answer answer() {
            int status = count(CODE);
            if (status < 200 || status > 599) {
                throw new InvalidRelayMessageException("the status " + status);
            }
            return new Answer(status, text(CONTENT_TYPE), content(), has(COMPRESS));
        }

        Refusal refusal() {
            int code = count(CODE);
            for (var error : EngineError.values()) {
                if (error.code() == code) {
                    return Refusal.of(error, Map.of("name", text(TEXT)));
                }
            }
            throw new InvalidRelayMessageException("no error has the code " + code);
        }
    }
}
