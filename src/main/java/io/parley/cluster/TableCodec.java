package io.parley.cluster;

import io.parley.kernel.Bytes;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Messages of a {@link ReplicatedTable} as bytes, the body of a frame.
 *
 * <pre>
 *   kind (1 byte)  { tag (1 byte)  length (4 bytes, big-endian)  value }*
 *   kinds: 1 rows (fields 1 and 2), 2 begin (field 3), 3 end (field 3), 4 wanted
 *   tags:  1 a row: length of its key (4 bytes), key (UTF-8), value; 2 the key of a row that is there no longer;
 *          3 a number (8 bytes)
 * </pre>
 *
 * A reader skips tags that it does not know and ignores kinds that it does not know, so that nodes of neighbouring
 * versions understand each other. Kinds stay below 7: releases that know no tables take higher ones, on whatever channel, for
 * questions of adapters.
 */
final class TableCodec {
    private static final byte ROWS = 1;
    private static final byte BEGIN = 2;
    private static final byte END = 3;
    private static final byte WANTED = 4;
    private static final byte ROW = 1;
    private static final byte REMOVED = 2;
    private static final byte NUMBER = 3;

    private TableCodec() {}

    static Bytes encode(TableMessage message) {
        var out = new Out();
        message.accept(new TableMessage.Handler() {
            @Override
            public void rows(TableMessage.Rows rows) {
                out.kind = ROWS;
                rows.rows().forEach(out::row);
            }

            @Override
            public void begin(TableMessage.Begin begin) {
                out.kind = BEGIN;
                out.fields.number(NUMBER, begin.number());
            }

            @Override
            public void end(TableMessage.End end) {
                out.kind = END;
                out.fields.number(NUMBER, end.number());
            }

            @Override
            public void wanted() {
                out.kind = WANTED;
            }
        });
        return out.written();
    }

    /** What a row takes in a message, in bytes. */
    static long sizeOf(String key, Bytes value) {
        return FrameFields.HEADER_BYTES + Integer.BYTES + (long) FrameFields.utf8Length(key) + value.size();
    }

    /**
     * Reads a message; empty when its kind is unknown.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    static Optional<TableMessage> decode(Bytes body) {
        var in = body.asBuffer();
        try {
            byte kind = in.get();
            var rows = new ArrayList<TableMessage.Row>();
            var numbers = new ArrayList<Long>();
            while (in.hasRemaining()) {
                byte tag = in.get();
                var value = take(in, in.getInt());
                switch (tag) {
                    case ROW -> rows.add(row(value));
                    case REMOVED -> rows.add(new TableMessage.Row(FrameFields.text(value), null));
                    case NUMBER -> numbers.add(value.getLong());
                    default -> {}
                }
            }
            return switch (kind) {
                case ROWS -> Optional.of(new TableMessage.Rows(rows));
                case BEGIN -> Optional.of(new TableMessage.Begin(only(numbers)));
                case END -> Optional.of(new TableMessage.End(only(numbers)));
                case WANTED -> Optional.of(new TableMessage.Wanted());
                default -> Optional.empty();
            };
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("a message of " + body.size() + " bytes is cut off", cut);
        } catch (InvalidFrameException damaged) {
            throw new IllegalArgumentException("a message of " + body.size() + " bytes is damaged", damaged);
        }
    }

    private static TableMessage.Row row(ByteBuffer in) {
        var key = FrameFields.text(take(in, in.getInt()));
        return new TableMessage.Row(key, Bytes.copyOf(in));
    }

    private static ByteBuffer take(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        var taken = in.slice(in.position(), length);
        in.position(in.position() + length);
        return taken;
    }

    private static long only(List<Long> numbers) {
        if (numbers.size() != 1) {
            throw new IllegalArgumentException(numbers.size() + " numbers instead of one");
        }
        return numbers.get(0);
    }

    /** A message while it is written. */
    private static final class Out {
        private final FrameFields.Out fields = new FrameFields.Out();
        private byte kind;

        void row(TableMessage.Row row) {
            var key = FrameFields.utf8(row.key());
            var value = row.value();
            if (value == null) {
                fields.bytes(REMOVED, key);
            } else {
                var field = ByteBuffer.allocate(Integer.BYTES + key.remaining() + value.size());
                field.putInt(key.remaining()).put(key).put(value.asBuffer()).flip();
                fields.bytes(ROW, field);
            }
        }

        Bytes written() {
            var out = ByteBuffer.allocate((int) (1 + fields.size()));
            out.put(kind);
            fields.writeTo(out);
            return Bytes.owned(out.array());
        }
    }
}
