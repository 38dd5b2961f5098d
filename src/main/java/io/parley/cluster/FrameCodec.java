package io.parley.cluster;

import static io.parley.cluster.InvalidFrameException.Reason.FORGED;
import static io.parley.cluster.InvalidFrameException.Reason.MALFORMED;
import static io.parley.cluster.InvalidFrameException.Reason.TOO_LARGE;
import static io.parley.cluster.InvalidFrameException.Reason.UNKNOWN_KIND;
import static io.parley.cluster.InvalidFrameException.Reason.UNKNOWN_VERSION;

import io.parley.kernel.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;

/**
 * Writes and reads the wire form of a {@link Datagram}. Immutable, thread-safe.
 *
 * <pre>
 *   0      1      2         3      4
 *   +------+------+---------+------+-------+-------+-- …
 *   | 0x50 | 0x42 | version | kind | field | field |
 *   +------+------+---------+------+-------+-------+-- …
 *     'P'    'B'    1         1 = message to all, 2 = message to one, 3 = heartbeat, 4 = request, 5 = answer
 *
 *   field:
 *   0     1                        5
 *   +-----+------------------------+-----------------+
 *   | tag | length of value        | value           |
 *   +-----+------------------------+-----------------+
 *     1 B   4 B unsigned, ≤ what is left
 *
 *   tag  value                                         kinds
 *    1   node      UTF-8                               all
 *    2   epoch     8 B                                 all
 *    3   sequence  8 B, 1 or more; the last one (0: none)   1 2; 3
 *    4   channel   UTF-8                               1 2
 *    5   body      any                                 1 2
 *    6   to        a node, UTF-8                       2 4 5
 *    7   MAC       32 B, HMAC-SHA256 of all before it  all, if there is a key; the last field
 *    8   peer      start 8 B, last 8 B, node UTF-8     3, any number of times
 *    9   hello     empty                               3, perhaps
 *   10   to one    empty: the stream to one node       4 5, perhaps
 *   11   asked     8 B, the epoch of the origin        4
 *   12   range     first 8 B, last 8 B                 4, 1 to 64 times; 5, up to 64 times
 *   13   leaving   empty                               3, perhaps
 * </pre>
 *
 * <p>Numbers are big-endian. Fields may come in any order (we write them as listed), but for the MAC; those that are not
 * said to be repeated or optional are there exactly once. A field with another tag is skipped: that is how a later release
 * adds to a frame without shutting out this one. What this release must not misread gets another kind or version; it is
 * refused, and whoever receives drops and counts it.
 *
 * <p>A node that has a key refuses what is not signed with it or with another one that it accepts; one that has none
 * refuses what is signed, since the nodes of a cluster have to agree.
 */
final class FrameCodec {
    static final byte KIND_HEARTBEAT = 3;

    private static final byte MAGIC_0 = 'P';
    private static final byte MAGIC_1 = 'B';
    private static final byte VERSION = 1;
    private static final byte KIND_MESSAGE = 1;
    private static final byte KIND_MESSAGE_TO_ONE = 2;
    private static final byte KIND_REQUEST = 4;
    private static final byte KIND_ANSWER = 5;

    /** Node, epoch, sequence, channel, body. */
    private static final int MESSAGE_FIELDS = 5;

    private static final int HEADER_BYTES = 4;
    private static final int MAC_FIELD_BYTES = FrameFields.HEADER_BYTES + FrameKeys.MAC_BYTES;

    private final int maxFrameBytes;
    private final FrameKeys keys;

    /**
     * Neither writes nor reads frames that are too large.
     *
     * @param maxFrameBytes bytes of one frame, its header included
     */
    FrameCodec(int maxFrameBytes, FrameKeys keys) {
        this.maxFrameBytes = maxFrameBytes;
        this.keys = keys;
    }

    /**
     * The size of a message on the wire, in bytes.
     *
     * @throws IllegalArgumentException if it is larger than the limit, or a text cannot be written
     */
    int sizeOf(String node, String to, String channel, Bytes body) {
        Frame.requireLength("a node id", node, Frame.MAX_NODE_LENGTH);
        Frame.requireLength("a channel", channel, Frame.MAX_CHANNEL_LENGTH);
        long fields = (MESSAGE_FIELDS + (to.isEmpty() ? 0 : 1)) * (long) FrameFields.HEADER_BYTES;
        long texts = (long) FrameFields.utf8Length(node) + FrameFields.utf8Length(to) + FrameFields.utf8Length(channel);
        return requireLimit(withFrame(fields + 2 * Long.BYTES + texts + body.size()));
    }

    /**
     * Writes a message.
     *
     * @throws IllegalArgumentException if it is larger than the limit, or a text cannot be written
     */
    byte[] encode(Datagram.Message message) {
        return write(message.toAll() ? KIND_MESSAGE : KIND_MESSAGE_TO_ONE, fields(message));
    }

    private static FrameFields.Out fields(Datagram.Message message) {
        var frame = message.frame();
        var out = origin(message).number(FrameFields.SEQUENCE, frame.sequence());
        out.text(FrameFields.CHANNEL, frame.channel());
        if (!message.toAll()) {
            out.text(FrameFields.TO, message.to());
        }
        return out.bytes(FrameFields.BODY, frame.body().asBuffer());
    }

    /** Writes a heartbeat, as several frames if it names more peers than one can hold. */
    List<byte[]> encode(Datagram.Heartbeat heartbeat) {
        var frames = new ArrayList<byte[]>();
        var out = fields(heartbeat);
        for (var peer : heartbeat.peers().entrySet()) {
            var field = ByteBuffer.allocate(
                    2 * Long.BYTES + FrameFields.utf8(peer.getKey()).remaining());
            field.putLong(peer.getValue().start()).putLong(peer.getValue().last());
            field.put(FrameFields.utf8(peer.getKey())).flip();
            if (withFrame(out.size()) + FrameFields.HEADER_BYTES + field.remaining() > maxFrameBytes) {
                frames.add(write(KIND_HEARTBEAT, out));
                out = fields(heartbeat);
            }
            out.bytes(FrameFields.PEER, field);
        }
        frames.add(write(KIND_HEARTBEAT, out));
        return frames;
    }

    private static FrameFields.Out fields(Datagram.Heartbeat heartbeat) {
        var out = origin(heartbeat).number(FrameFields.SEQUENCE, heartbeat.last());
        return out.flag(FrameFields.HELLO, heartbeat.hello()).flag(FrameFields.LEAVING, heartbeat.leaving());
    }

    byte[] encode(Datagram.Request request) {
        var out = origin(request).text(FrameFields.TO, request.to());
        out.flag(FrameFields.TO_ONE, !request.toAll()).number(FrameFields.ASKED, request.askedEpoch());
        request.ranges().forEach(out::range);
        return write(KIND_REQUEST, out);
    }

    byte[] encode(Datagram.Answer answer) {
        var out = origin(answer).text(FrameFields.TO, answer.to());
        out.flag(FrameFields.TO_ONE, !answer.toAll());
        answer.lost().forEach(out::range);
        return write(KIND_ANSWER, out);
    }

    private static FrameFields.Out origin(Datagram datagram) {
        return new FrameFields.Out()
                .text(FrameFields.NODE, datagram.node())
                .number(FrameFields.EPOCH, datagram.epoch());
    }

    private long withFrame(long fieldBytes) {
        return HEADER_BYTES + fieldBytes + (keys.isEmpty() ? 0 : MAC_FIELD_BYTES);
    }

    private int requireLimit(long size) {
        if (size > maxFrameBytes) {
            throw new IllegalArgumentException(
                    "a frame of " + size + " bytes: the limit is " + maxFrameBytes + ", header included");
        }
        return (int) size;
    }

    private byte[] write(byte kind, FrameFields.Out fields) {
        var out = ByteBuffer.allocate(requireLimit(withFrame(fields.size())));
        out.put(MAGIC_0).put(MAGIC_1).put(VERSION).put(kind);
        fields.writeTo(out);
        if (!keys.isEmpty()) {
            var mac = keys.sign(out.array(), out.position());
            out.put(FrameFields.MAC).putInt(FrameKeys.MAC_BYTES).put(mac);
        }
        return out.array();
    }

    /**
     * Reads a frame.
     *
     * @param bytes any bytes; the array is not kept
     * @return the datagram, with a copy of its body
     * @throws InvalidFrameException if the bytes are not a frame that this release can read; never any other exception
     */
    Datagram decode(byte[] bytes) {
        if (bytes.length > maxFrameBytes) {
            throw new InvalidFrameException(
                    TOO_LARGE, "a frame of " + bytes.length + " bytes: the limit is " + maxFrameBytes);
        }
        var in = ByteBuffer.wrap(bytes);
        if (in.remaining() < HEADER_BYTES || in.get() != MAGIC_0 || in.get() != MAGIC_1) {
            throw FrameFields.malformed("not a frame");
        }
        byte version = in.get();
        if (version != VERSION) {
            throw new InvalidFrameException(UNKNOWN_VERSION, "unknown version " + Byte.toUnsignedInt(version));
        }
        byte kind = in.get();
        if (!keys.isEmpty()) {
            in.limit(verified(bytes));
        }
        try {
            return read(kind, in);
        } catch (IllegalArgumentException outOfLimits) {
            throw new InvalidFrameException(MALFORMED, String.valueOf(outOfLimits.getMessage()));
        }
    }

    /** The length of what stands before the MAC. */
    private int verified(byte[] bytes) {
        int signed = bytes.length - MAC_FIELD_BYTES;
        if (signed < HEADER_BYTES
                || bytes[signed] != FrameFields.MAC
                || ByteBuffer.wrap(bytes).getInt(signed + 1) != FrameKeys.MAC_BYTES) {
            throw new InvalidFrameException(FORGED, "not signed");
        }
        if (!keys.verify(bytes, signed, Arrays.copyOfRange(bytes, bytes.length - FrameKeys.MAC_BYTES, bytes.length))) {
            throw new InvalidFrameException(FORGED, "signed with a key that this node does not have");
        }
        return signed;
    }

    private Datagram read(byte kind, ByteBuffer in) {
        return switch (kind) {
            case KIND_MESSAGE -> new Datagram.Message(frame(fields(in)), "");
            case KIND_MESSAGE_TO_ONE -> messageToOne(fields(in));
            case KIND_HEARTBEAT -> heartbeat(fields(in));
            case KIND_REQUEST -> request(fields(in));
            case KIND_ANSWER -> answer(fields(in));
            default -> throw new InvalidFrameException(UNKNOWN_KIND, "unknown kind " + Byte.toUnsignedInt(kind));
        };
    }

    private FrameFields fields(ByteBuffer in) {
        var fields = new FrameFields(in);
        if (keys.isEmpty() && fields.has(FrameFields.MAC)) {
            throw new InvalidFrameException(FORGED, "signed, but this node has no key");
        }
        return fields;
    }

    private static Datagram.Message messageToOne(FrameFields in) {
        var to = in.text(FrameFields.TO);
        Frame.requireLength("a node id", to, Frame.MAX_NODE_LENGTH);
        return new Datagram.Message(frame(in), to);
    }

    private static Frame frame(FrameFields in) {
        return new Frame(
                in.text(FrameFields.NODE),
                in.number(FrameFields.EPOCH),
                in.number(FrameFields.SEQUENCE),
                in.text(FrameFields.CHANNEL),
                Bytes.copyOf(in.bytes(FrameFields.BODY)));
    }

    private static Datagram.Heartbeat heartbeat(FrameFields in) {
        var peers = new HashMap<String, Datagram.Peer>();
        for (var field : in.all(FrameFields.PEER)) {
            if (field.remaining() < 2 * Long.BYTES) {
                throw FrameFields.malformed("half a peer");
            }
            var peer = new Datagram.Peer(field.getLong(), field.getLong());
            peers.put(FrameFields.text(field), peer);
        }
        return new Datagram.Heartbeat(
                in.text(FrameFields.NODE),
                in.number(FrameFields.EPOCH),
                in.number(FrameFields.SEQUENCE),
                in.has(FrameFields.HELLO),
                in.has(FrameFields.LEAVING),
                peers);
    }

    private static Datagram.Request request(FrameFields in) {
        return new Datagram.Request(
                in.text(FrameFields.NODE),
                in.number(FrameFields.EPOCH),
                in.text(FrameFields.TO),
                in.number(FrameFields.ASKED),
                !in.has(FrameFields.TO_ONE),
                in.ranges());
    }

    private static Datagram.Answer answer(FrameFields in) {
        return new Datagram.Answer(
                in.text(FrameFields.NODE),
                in.number(FrameFields.EPOCH),
                in.text(FrameFields.TO),
                !in.has(FrameFields.TO_ONE),
                in.ranges());
    }
}
