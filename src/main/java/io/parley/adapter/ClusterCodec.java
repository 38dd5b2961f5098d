package io.parley.adapter;

import io.parley.kernel.Bytes;
import io.parley.packet.EncodedPacket;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Cluster messages as bytes, the body of a cluster frame.
 *
 * <pre>
 *   kind (1 byte)  { tag (1 byte)  length (4 bytes, big-endian)  value }*
 *   kinds: 1 broadcast, 2 server-side event
 *   tags:  1 room, 2 excepted room, 3 lossy (empty), 4 the packet's text, 5 an attachment
 * </pre>
 *
 * Texts are UTF-8; rooms and attachments repeat, attachments in order. A reader skips tags that it does not know and
 * ignores kinds that it does not know, so that nodes of neighbouring versions understand each other.
 */
final class ClusterCodec {
    private static final byte BROADCAST = 1;
    private static final byte SERVER_SIDE_EVENT = 2;
    private static final byte ROOM = 1;
    private static final byte EXCEPT = 2;
    private static final byte LOSSY = 3;
    private static final byte TEXT = 4;
    private static final byte ATTACHMENT = 5;
    private static final int FIELD_HEAD = 5;

    private ClusterCodec() {}

    static Bytes encode(ClusterMessage message) {
        return message.accept(new ClusterMessage.Handler<>() {
            @Override
            public Bytes broadcast(ClusterMessage.Broadcast broadcast) {
                var fields = new ArrayList<Field>();
                broadcast.selection().rooms().forEach(room -> fields.add(Field.text(ROOM, room)));
                broadcast.selection().except().forEach(room -> fields.add(Field.text(EXCEPT, room)));
                if (broadcast.lossy()) {
                    fields.add(new Field(LOSSY, Bytes.empty()));
                }
                return write(BROADCAST, fields, broadcast.packet());
            }

            @Override
            public Bytes serverSideEvent(ClusterMessage.ServerSideEvent event) {
                return write(SERVER_SIDE_EVENT, new ArrayList<>(), event.event());
            }
        });
    }

    /**
     * Reads a message; empty when its kind is unknown.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    static Optional<ClusterMessage> decode(Bytes body) {
        var in = body.asBuffer();
        try {
            byte kind = in.get();
            var fields = read(in);
            return switch (kind) {
                case BROADCAST -> Optional.of(fields.broadcast());
                case SERVER_SIDE_EVENT -> Optional.of(new ClusterMessage.ServerSideEvent(fields.packet()));
                default -> Optional.empty();
            };
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("a cluster message of " + body.size() + " bytes is cut off", cut);
        }
    }

    private static Bytes write(byte kind, List<Field> fields, EncodedPacket packet) {
        fields.add(Field.text(TEXT, packet.text()));
        packet.attachments().forEach(data -> fields.add(new Field(ATTACHMENT, data)));
        int size = 1;
        for (var field : fields) {
            size += FIELD_HEAD + field.value.size();
        }
        var out = ByteBuffer.allocate(size).put(kind);
        fields.forEach(field -> out.put(field.tag).putInt(field.value.size()).put(field.value.asBuffer()));
        return Bytes.owned(out.array());
    }

    private static Fields read(ByteBuffer in) {
        var fields = new Fields();
        while (in.hasRemaining()) {
            byte tag = in.get();
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new BufferUnderflowException();
            }
            var value = new byte[length];
            in.get(value);
            fields.put(tag, value);
        }
        return fields;
    }

    private record Field(byte tag, Bytes value) {
        static Field text(byte tag, String text) {
            return new Field(tag, Bytes.owned(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The known fields of a message. */
    private static final class Fields {
        private final HashSet<String> rooms = new HashSet<>();
        private final HashSet<String> except = new HashSet<>();
        private final List<Bytes> attachments = new ArrayList<>();
        private boolean lossy;
        private String text = "";

        void put(byte tag, byte[] value) {
            switch (tag) {
                case ROOM -> rooms.add(text(value));
                case EXCEPT -> except.add(text(value));
                case LOSSY -> lossy = true;
                case TEXT -> text = text(value);
                case ATTACHMENT -> attachments.add(Bytes.owned(value));
                default -> {}
            }
        }

        ClusterMessage.Broadcast broadcast() {
            return new ClusterMessage.Broadcast(new Selection(rooms, except), packet(), lossy);
        }

        EncodedPacket packet() {
            return new EncodedPacket(text, attachments);
        }

        private static String text(byte[] value) {
            return new String(value, StandardCharsets.UTF_8);
        }
    }
}
