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
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cluster messages as bytes, the body of a cluster frame.
 *
 * <pre>
 *   kind (1 byte)  { tag (1 byte)  length (4 bytes, big-endian)  value }*
 *   kinds: 1 broadcast, 2 server-side event, 3 join, 4 leave, 5 disconnect, 6 server-side question, 7 answer to it,
 *          8 fetch, 9 sockets, 10 question, 11 asked, 12 answer of a socket, 13 a socket that will not answer, 14 over,
 *          15 claim of a session, 16 claimed
 *   tags:  1 room, 2 excepted room, 3 lossy (empty), 4 the packet's text, 5 an attachment,
 *          6 a room to join or leave, 7 close the connection (empty), 8 not to be compressed (empty),
 *          9 the id of a request, 10 the id of a socket, 11 a packet (fields 4, 5 and 8), 12 how many in all (4 bytes;
 *          none: more come), 13 nanoseconds (8 bytes; none: without end), 14 number of a packet that can be recovered
 *          (8 bytes; last in a broadcast), 15 such a packet (fields 1, 2, 4, 5, 8, 14 and 16), 16 who has numbered it,
 *          17 a recovery id, 18 generation (8 bytes), 19 offset, 20 packets are wanted (empty), 21 taken by
 *          somebody else (empty), 22 how long nothing is lacking, 23 how long packets are
 *          kept (8 bytes each, nanoseconds)
 * </pre>
 *
 * Texts are UTF-8, numbers big-endian; a packet has a text, attachments, or both; rooms, ids, attachments and packets
 * repeat, the last two in order. A reader skips tags that it does not know and ignores kinds that it does not know, so
 * that nodes of neighbouring versions understand each other.
 */
final class ClusterCodec {
    private static final byte BROADCAST = 1;
    private static final byte SERVER_SIDE_EVENT = 2;
    private static final byte JOIN = 3;
    private static final byte LEAVE = 4;
    private static final byte DISCONNECT = 5;
    private static final byte SERVER_SIDE_QUESTION = 6;
    private static final byte ANSWER = 7;
    private static final byte FETCH = 8;
    private static final byte SOCKETS = 9;
    private static final byte QUESTION = 10;
    private static final byte ASKED = 11;
    private static final byte SOCKET_ANSWER = 12;
    private static final byte GONE = 13;
    private static final byte OVER = 14;
    private static final byte CLAIM = 15;
    private static final byte CLAIMED = 16;
    private static final byte ROOM = 1;
    private static final byte EXCEPT = 2;
    private static final byte LOSSY = 3;
    private static final byte TEXT = 4;
    private static final byte ATTACHMENT = 5;
    private static final byte TARGET = 6;
    private static final byte CLOSE = 7;
    private static final byte UNCOMPRESSED = 8;
    private static final byte REQUEST = 9;
    private static final byte SOCKET = 10;
    private static final byte PACKET = 11;
    private static final byte TOTAL = 12;
    private static final byte NANOS = 13;
    private static final byte NUMBER = 14;
    private static final byte LOGGED = 15;
    private static final byte ORIGIN = 16;
    private static final byte SESSION = 17;
    private static final byte GENERATION = 18;
    private static final byte OFFSET = 19;
    private static final byte PACKETS = 20;
    private static final byte TAKEN = 21;
    private static final byte REACH = 22;
    private static final byte AGE = 23;
    private static final int FIELD_HEAD = 5;

    private ClusterCodec() {}

    static Bytes encode(ClusterMessage message) {
        return message.accept(new ClusterMessage.Handler<>() {
            @Override
            public Bytes broadcast(ClusterMessage.Broadcast broadcast) {
                var fields = fields(broadcast.selection());
                addPacket(fields, broadcast.lossy(), broadcast.packet());
                if (broadcast.number() > 0) {
                    fields.add(Field.number(NUMBER, broadcast.number()));
                }
                return write(BROADCAST, fields);
            }

            @Override
            public Bytes command(ClusterMessage.Command command) {
                return ClusterCodec.command(fields(command.selection()), command.command());
            }

            @Override
            public Bytes serverSideEvent(ClusterMessage.ServerSideEvent event) {
                var fields = new ArrayList<Field>();
                addPacket(fields, event.event());
                return write(SERVER_SIDE_EVENT, fields);
            }

            @Override
            public Bytes serverSideQuestion(ClusterMessage.ServerSideQuestion question) {
                var fields = fields(question.request());
                addPacket(fields, question.event());
                return write(SERVER_SIDE_QUESTION, fields);
            }

            @Override
            public Bytes fetch(ClusterMessage.Fetch fetch) {
                var fields = fields(fetch.request());
                fields.addAll(fields(fetch.selection()));
                return write(FETCH, fields);
            }

            @Override
            public Bytes question(ClusterMessage.Question question) {
                var fields = fields(question.request());
                fields.addAll(fields(question.selection()));
                if (question.nanos() > 0) {
                    fields.add(Field.number(NANOS, question.nanos()));
                }
                addPacket(fields, question.lossy(), question.packet());
                return write(QUESTION, fields);
            }

            @Override
            public Bytes answer(ClusterMessage.Answer answer) {
                var fields = fields(answer.request());
                addPacket(fields, answer.ack());
                return write(ANSWER, fields);
            }

            @Override
            public Bytes sockets(ClusterMessage.Sockets sockets) {
                var fields = fields(sockets.request());
                sockets.sockets().forEach(socket -> {
                    var inside = new ArrayList<Field>();
                    addPacket(inside, socket);
                    fields.add(new Field(PACKET, write(inside)));
                });
                addTotal(fields, sockets.total());
                return write(SOCKETS, fields);
            }

            @Override
            public Bytes asked(ClusterMessage.Asked asked) {
                var fields = fields(asked.request());
                asked.sockets().forEach(socket -> fields.add(Field.text(SOCKET, socket)));
                addTotal(fields, asked.total());
                return write(ASKED, fields);
            }

            @Override
            public Bytes socketAnswer(ClusterMessage.SocketAnswer answer) {
                var fields = fields(answer.request());
                fields.add(Field.text(SOCKET, answer.socket()));
                addPacket(fields, answer.ack());
                return write(SOCKET_ANSWER, fields);
            }

            @Override
            public Bytes gone(ClusterMessage.Gone gone) {
                var fields = fields(gone.request());
                fields.add(Field.text(SOCKET, gone.socket()));
                return write(GONE, fields);
            }

            @Override
            public Bytes over(ClusterMessage.Over over) {
                return write(OVER, fields(over.request()));
            }

            @Override
            public Bytes claim(ClusterMessage.Claim message) {
                var claim = message.claim();
                var fields = fields(message.request());
                fields.add(Field.text(SESSION, claim.id()));
                fields.add(Field.number(GENERATION, claim.generation()));
                fields.add(Field.text(OFFSET, claim.since().toString()));
                claim.rooms().forEach(room -> fields.add(Field.text(ROOM, room)));
                if (claim.packets()) {
                    fields.add(new Field(PACKETS, Bytes.empty()));
                }
                return write(CLAIM, fields);
            }

            @Override
            public Bytes claimed(ClusterMessage.Claimed message) {
                var reply = message.reply();
                var fields = fields(message.request());
                if (reply.verdict() == SessionReply.Verdict.TAKEN) {
                    fields.add(new Field(TAKEN, Bytes.empty()));
                }
                var state = reply.state();
                if (state != null) {
                    fields.add(new Field(PACKET, encode(state)));
                }
                fields.add(Field.number(NANOS, reply.awayNanos()));
                fields.add(Field.number(REACH, reply.reachNanos()));
                fields.add(Field.number(AGE, reply.ageNanos()));
                reply.packets().forEach(packet -> fields.add(new Field(LOGGED, encode(packet))));
                return write(CLAIMED, fields);
            }
        });
    }

    /** Whether somebody waits for what is answered to it, or it is an answer. */
    static boolean isOfARequest(Bytes body) {
        byte kind = body.size() == 0 ? 0 : body.asBuffer().get();
        return kind >= SERVER_SIDE_QUESTION && kind <= CLAIMED;
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
            var fields = read(in, false);
            return switch (kind) {
                case BROADCAST -> Optional.of(fields.broadcast());
                case SERVER_SIDE_EVENT -> Optional.of(new ClusterMessage.ServerSideEvent(fields.packet()));
                case SERVER_SIDE_QUESTION ->
                    Optional.of(new ClusterMessage.ServerSideQuestion(fields.request, fields.packet()));
                case ANSWER -> Optional.of(new ClusterMessage.Answer(fields.request, fields.packet()));
                case JOIN -> Optional.of(fields.command(new SocketCommand.Join(fields.targets)));
                case LEAVE -> Optional.of(fields.command(new SocketCommand.Leave(fields.targets)));
                case DISCONNECT -> Optional.of(fields.command(new SocketCommand.Disconnect(fields.close)));
                case FETCH -> Optional.of(new ClusterMessage.Fetch(fields.request, fields.selection()));
                case SOCKETS -> Optional.of(new ClusterMessage.Sockets(fields.request, fields.packets, fields.total));
                case QUESTION -> Optional.of(fields.question());
                case ASKED -> Optional.of(new ClusterMessage.Asked(fields.request, fields.sockets, fields.total));
                case SOCKET_ANSWER ->
                    Optional.of(new ClusterMessage.SocketAnswer(fields.request, fields.socket, fields.packet()));
                case GONE -> Optional.of(new ClusterMessage.Gone(fields.request, fields.socket));
                case OVER -> Optional.of(new ClusterMessage.Over(fields.request));
                case CLAIM -> Optional.of(fields.claim());
                case CLAIMED -> Optional.of(fields.claimed());
                default -> Optional.empty();
            };
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("a cluster message of " + body.size() + " bytes is cut off", cut);
        }
    }

    /** A packet alone, as the fields of {@link #PACKET}. */
    static Bytes encode(EncodedPacket packet) {
        var fields = new ArrayList<Field>();
        addPacket(fields, packet);
        return write(fields);
    }

    /**
     * Reads a packet alone.
     *
     * @throws IllegalArgumentException if the bytes are none
     */
    static EncodedPacket decodePacket(Bytes bytes) {
        try {
            return read(bytes.asBuffer(), true).packet();
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("a packet of " + bytes.size() + " bytes is cut off", cut);
        }
    }

    private static Bytes encode(LoggedPacket packet) {
        var fields = fields(packet.selection());
        fields.add(Field.text(ORIGIN, packet.origin()));
        fields.add(Field.number(NUMBER, packet.number()));
        addPacket(fields, packet.packet());
        return write(fields);
    }

    private static Bytes command(List<Field> fields, SocketCommand command) {
        var kind = new byte[1];
        command.accept(new SocketCommand.Handler() {
            @Override
            public void join(Set<String> rooms) {
                kind[0] = JOIN;
                rooms.forEach(room -> fields.add(Field.text(TARGET, room)));
            }

            @Override
            public void leave(Set<String> rooms) {
                kind[0] = LEAVE;
                rooms.forEach(room -> fields.add(Field.text(TARGET, room)));
            }

            @Override
            public void disconnect(boolean closeConnection) {
                kind[0] = DISCONNECT;
                if (closeConnection) {
                    fields.add(new Field(CLOSE, Bytes.empty()));
                }
            }
        });
        return write(kind[0], fields);
    }

    private static List<Field> fields(Selection selection) {
        var fields = new ArrayList<Field>();
        selection.rooms().forEach(room -> fields.add(Field.text(ROOM, room)));
        selection.except().forEach(room -> fields.add(Field.text(EXCEPT, room)));
        return fields;
    }

    private static List<Field> fields(String request) {
        var fields = new ArrayList<Field>();
        fields.add(Field.text(REQUEST, request));
        return fields;
    }

    private static void addTotal(List<Field> fields, int total) {
        if (total != ClusterMessage.Reply.MORE) {
            fields.add(new Field(
                    TOTAL,
                    Bytes.owned(ByteBuffer.allocate(Integer.BYTES).putInt(total).array())));
        }
    }

    private static void addPacket(List<Field> fields, boolean lossy, EncodedPacket packet) {
        if (lossy) {
            fields.add(new Field(LOSSY, Bytes.empty()));
        }
        addPacket(fields, packet);
    }

    private static void addPacket(List<Field> fields, EncodedPacket packet) {
        var text = packet.text();
        if (text != null) {
            fields.add(Field.text(TEXT, text));
        }
        packet.attachments().forEach(data -> fields.add(new Field(ATTACHMENT, data)));
        if (!packet.compress()) {
            fields.add(new Field(UNCOMPRESSED, Bytes.empty()));
        }
    }

    private static Bytes write(byte kind, List<Field> fields) {
        var out = ByteBuffer.allocate(1 + sizeOf(fields));
        out.put(kind);
        putAll(fields, out);
        return Bytes.owned(out.array());
    }

    private static Bytes write(List<Field> fields) {
        var out = ByteBuffer.allocate(sizeOf(fields));
        putAll(fields, out);
        return Bytes.owned(out.array());
    }

    private static void putAll(List<Field> fields, ByteBuffer out) {
        fields.forEach(field -> out.put(field.tag).putInt(field.value.size()).put(field.value.asBuffer()));
    }

    private static int sizeOf(List<Field> fields) {
        int size = 0;
        for (var field : fields) {
            size += FIELD_HEAD + field.value.size();
        }
        return size;
    }

    /** @param inside whether these are the fields of a packet, which contains no other */
    private static Fields read(ByteBuffer in, boolean inside) {
        var fields = new Fields();
        while (in.hasRemaining()) {
            byte tag = in.get();
            int length = in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw new BufferUnderflowException();
            }
            var value = new byte[length];
            in.get(value);
            if (tag != PACKET && tag != LOGGED) {
                fields.put(tag, value);
            } else if (!inside) {
                var contained = read(ByteBuffer.wrap(value), true);
                if (tag == PACKET) {
                    fields.packets.add(contained.packet());
                } else {
                    fields.logged.add(contained.logged());
                }
            }
        }
        return fields;
    }

    private record Field(byte tag, Bytes value) {
        static Field text(byte tag, String text) {
            return new Field(tag, Bytes.owned(text.getBytes(StandardCharsets.UTF_8)));
        }

        static Field number(byte tag, long number) {
            return new Field(
                    tag,
                    Bytes.owned(ByteBuffer.allocate(Long.BYTES).putLong(number).array()));
        }
    }

    /** The known fields of a message. */
    private static final class Fields {
        private final HashSet<String> rooms = new HashSet<>();
        private final HashSet<String> except = new HashSet<>();
        private final List<Bytes> attachments = new ArrayList<>();
        private final HashSet<String> targets = new HashSet<>();
        private final HashSet<String> sockets = new HashSet<>();
        private final List<EncodedPacket> packets = new ArrayList<>();
        private final List<LoggedPacket> logged = new ArrayList<>();
        private boolean lossy;
        private boolean close;
        private boolean taken;
        private boolean compress = true;
        private String request = "";
        private String socket = "";
        private int total = ClusterMessage.Reply.MORE;
        private long nanos;
        private long number;
        private long generation;
        private long reach;
        private long age;
        private boolean packetsWanted;
        private String origin = "";
        private String session = "";
        private String offset = "";
        private @Nullable String text;

        void put(byte tag, byte[] value) {
            switch (tag) {
                case ROOM -> rooms.add(text(value));
                case EXCEPT -> except.add(text(value));
                case LOSSY -> lossy = true;
                case TEXT -> text = text(value);
                case ATTACHMENT -> attachments.add(Bytes.owned(value));
                case TARGET -> targets.add(text(value));
                case CLOSE -> close = true;
                case UNCOMPRESSED -> compress = false;
                case REQUEST -> request = text(value);
                case SOCKET -> {
                    socket = text(value);
                    sockets.add(socket);
                }
                case TOTAL ->
                    total = Math.max(
                            ClusterMessage.Reply.MORE, ByteBuffer.wrap(value).getInt());
                case NANOS -> nanos = number(value);
                case NUMBER -> number = number(value);
                case ORIGIN -> origin = text(value);
                case SESSION -> session = text(value);
                case GENERATION -> generation = number(value);
                case OFFSET -> offset = text(value);
                case PACKETS -> packetsWanted = true;
                case TAKEN -> taken = true;
                case REACH -> reach = number(value);
                case AGE -> age = number(value);
                default -> {}
            }
        }

        Selection selection() {
            return new Selection(rooms, except);
        }

        ClusterMessage.Command command(SocketCommand command) {
            return new ClusterMessage.Command(selection(), command);
        }

        ClusterMessage.Broadcast broadcast() {
            return new ClusterMessage.Broadcast(selection(), packet(), lossy, number);
        }

        ClusterMessage.Question question() {
            return new ClusterMessage.Question(request, selection(), packet(), lossy, nanos);
        }

        EncodedPacket packet() {
            return new EncodedPacket(text, attachments, compress);
        }

        LoggedPacket logged() {
            return new LoggedPacket(origin, number, selection(), packet());
        }

        ClusterMessage.Claim claim() {
            var since = Offset.parse(offset)
                    .orElseThrow(() -> new IllegalArgumentException("a claim of a session without an offset"));
            return new ClusterMessage.Claim(
                    request, new SessionClaim(session, generation, since, rooms, packetsWanted));
        }

        ClusterMessage.Claimed claimed() {
            var state = packets.isEmpty() ? null : packets.get(0);
            var said = taken
                    ? SessionReply.Verdict.TAKEN
                    : state == null ? SessionReply.Verdict.NOT_HERE : SessionReply.Verdict.GIVEN;
            return new ClusterMessage.Claimed(request, new SessionReply(said, state, nanos, reach, age, logged));
        }

        private static long number(byte[] value) {
            return Math.max(0, ByteBuffer.wrap(value).getLong());
        }

        private static String text(byte[] value) {
            return new String(value, StandardCharsets.UTF_8);
        }
    }
}
