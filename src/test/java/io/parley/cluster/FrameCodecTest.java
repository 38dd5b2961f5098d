package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.cluster.InvalidFrameException.Reason;
import io.parley.kernel.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    private static final String HEADER = "50 42 01 01"; // PB, version 1, message
    private static final String NODE = "01 00000002 6e31"; // n1
    private static final String EPOCH = "02 00000008 0000000000000007";
    private static final String SEQUENCE = "03 00000008 0000000000000102";
    private static final String CHANNEL = "04 00000003 2fc3a4"; // /ä
    private static final String BODY = "05 00000004 00ff0d0a";

    private static final String TO = "06 00000002 6e32"; // n2
    private static final String KEY = "a key of 16 characters or more";
    private static final String OTHER_KEY = "another key of 16 characters or more";

    private static final Frame FRAME = new Frame("n1", 7, 0x102, "/ä", Bytes.copyOf(new byte[] {0, -1, 13, 10}));
    private static final Datagram.Message MESSAGE = new Datagram.Message(FRAME, "");

    private final FrameCodec codec = new FrameCodec(1000, FrameKeys.none());

    @Test
    void aFrame_isWrittenAndReadAsDocumented() {
        var wire = hex(HEADER, NODE, EPOCH, SEQUENCE, CHANNEL, BODY);

        assertThat(codec.encode(MESSAGE)).isEqualTo(wire);
        assertThat(codec.decode(wire)).isEqualTo(MESSAGE);
        assertThat(codec.sizeOf(FRAME.node(), "", FRAME.channel(), FRAME.body()))
                .isEqualTo(wire.length);
    }

    @Test
    void aFrameToOneNode_namesIt() {
        var wire = hex("50 42 01 02", NODE, EPOCH, SEQUENCE, CHANNEL, TO, BODY);
        var message = new Datagram.Message(FRAME, "n2");

        assertThat(codec.encode(message)).isEqualTo(wire);
        assertThat(codec.decode(wire)).isEqualTo(message);
        refused(Reason.MALFORMED, "50 42 01 02", NODE, EPOCH, SEQUENCE, CHANNEL, BODY);
        refused(Reason.MALFORMED, "50 42 01 02", NODE, EPOCH, SEQUENCE, CHANNEL, "06 00000000", BODY);
    }

    @Test
    void aHeartbeat_isWrittenAndReadAsDocumented() {
        var wire = hex(
                "50 42 01 03",
                NODE,
                EPOCH,
                SEQUENCE,
                "09 00000000",
                "08 00000012 0000000000000003 0000000000000000 6e32");
        var heartbeat = new Datagram.Heartbeat("n1", 7, 0x102, true, false, Map.of("n2", new Datagram.Peer(3, 0)));

        assertThat(codec.encode(heartbeat)).containsExactly(wire);
        assertThat(codec.decode(wire)).isEqualTo(heartbeat);
        refused(Reason.MALFORMED, "50 42 01 03", NODE, EPOCH, SEQUENCE, "08 00000008 0000000000000003");
        refused(Reason.MALFORMED, "50 42 01 03", NODE, EPOCH, SEQUENCE, "08 00000010" + "00".repeat(16));
    }

    @Test
    void aLastHeartbeat_isWrittenAndReadAsDocumented() {
        var wire = hex("50 42 01 03", NODE, EPOCH, SEQUENCE, "0d 00000000");
        var heartbeat = new Datagram.Heartbeat("n1", 7, 0x102, false, true, Map.of());

        assertThat(codec.encode(heartbeat)).containsExactly(wire);
        assertThat(codec.decode(wire)).isEqualTo(heartbeat);
    }

    @Test
    void aHeartbeatOfManyPeers_isSeveralFrames() {
        var peers = new HashMap<String, Datagram.Peer>();
        IntStream.range(0, 100).forEach(i -> peers.put("node-" + i, new Datagram.Peer(1 + i, i)));
        var frames = codec.encode(new Datagram.Heartbeat("n1", 7, 9, false, false, peers));

        assertThat(frames).hasSizeGreaterThan(1).allMatch(frame -> frame.length <= 1000);
        var read = new HashMap<String, Datagram.Peer>();
        frames.forEach(frame -> read.putAll(((Datagram.Heartbeat) codec.decode(frame)).peers()));
        assertThat(read).isEqualTo(peers);
    }

    @Test
    void requestsAndAnswers_areWrittenAndReadAsDocumented() {
        var ranges = List.of(new Datagram.Range(1, 1), new Datagram.Range(5, 9));
        var wireRanges = "0c 00000010 0000000000000001 0000000000000001 0c 00000010 0000000000000005 0000000000000009";
        var request = new Datagram.Request("n1", 7, "n2", -1, false, ranges);
        var answer = new Datagram.Answer("n1", 7, "n2", true, ranges);

        var wire = hex("50 42 01 04", NODE, EPOCH, TO, "0a 00000000", "0b 00000008 ffffffffffffffff", wireRanges);
        assertThat(codec.encode(request)).isEqualTo(wire);
        assertThat(codec.decode(wire)).isEqualTo(request);
        assertThat(codec.encode(answer)).isEqualTo(hex("50 42 01 05", NODE, EPOCH, TO, wireRanges));
        assertThat(codec.decode(codec.encode(answer))).isEqualTo(answer);
        assertThat(codec.decode(codec.encode(new Datagram.Answer("n1", 7, "n2", true, List.of()))))
                .isInstanceOf(Datagram.Answer.class);
        refused(Reason.MALFORMED, "50 42 01 04", NODE, EPOCH, TO, "0b 00000008 ffffffffffffffff");
        refused(
                Reason.MALFORMED,
                "50 42 01 05",
                NODE,
                EPOCH,
                TO,
                "0c 00000010 0000000000000002 0000000000000001"); // ends before it begins
        refused(
                Reason.MALFORMED,
                "50 42 01 05",
                NODE,
                EPOCH,
                TO,
                "0c 00000010 0000000000000001 00000000000000".repeat(2)); // not 16 bytes
        var many = hex("50 42 01 05", NODE, EPOCH, TO, "0c 00000010 0000000000000001 0000000000000001".repeat(65));
        assertThatThrownBy(() -> new FrameCodec(10_000, FrameKeys.none()).decode(many))
                .isInstanceOf(InvalidFrameException.class)
                .hasMessageContaining("65 ranges");
    }

    @Test
    void aSignature_comesLastAndCoversAllBeforeIt() {
        var signing = new FrameCodec(1000, FrameKeys.of(KEY));
        var wire = signing.encode(MESSAGE);

        assertThat(signing.decode(wire)).isEqualTo(MESSAGE);
        assertThat(wire).hasSize(codec.encode(MESSAGE).length + 37).startsWith(codec.encode(MESSAGE));
        assertThat(signing.sizeOf("n1", "", "/ä", FRAME.body())).isEqualTo(wire.length);
        for (int i = 3; i < wire.length; i++) {
            var changed = wire.clone();
            changed[i] ^= 1;
            assertForged(signing, changed);
        }
        assertForged(signing, Arrays.copyOf(wire, wire.length - 1));
        assertForged(signing, codec.encode(MESSAGE));
        assertForged(signing, hex("50 42 01 63"));
    }

    @Test
    void otherKeys_areRefused_unlessTheyAreAccepted() {
        var wire = new FrameCodec(1000, FrameKeys.of(KEY)).encode(MESSAGE);

        assertForged(new FrameCodec(1000, FrameKeys.of(OTHER_KEY)), wire);
        var changing = new FrameCodec(1000, FrameKeys.of(OTHER_KEY, KEY));
        assertThat(changing.decode(wire)).isEqualTo(MESSAGE);
        assertThat(new FrameCodec(1000, FrameKeys.of(OTHER_KEY)).decode(changing.encode(MESSAGE)))
                .isEqualTo(MESSAGE);
    }

    @Test
    void aSignedFrame_isRefusedByWhoHasNoKey() {
        assertForged(codec, new FrameCodec(1000, FrameKeys.of(KEY)).encode(MESSAGE));
    }

    @Test
    void aKey_isNotShort_andNotShown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FrameKeys.of("fifteen letters"))
                .withMessage("a key of 15 characters: must have 16 or more");
        assertThatIllegalArgumentException().isThrownBy(() -> FrameKeys.of(KEY, "short"));
        assertThat(FrameKeys.of(KEY)).hasToString("FrameKeys[1]");
    }

    private static void assertForged(FrameCodec codec, byte[] wire) {
        assertThatThrownBy(() -> codec.decode(wire))
                .isInstanceOfSatisfying(InvalidFrameException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(Reason.FORGED));
    }

    @Test
    void anEmptyBodyAndTheExtremesOfNumbers_areWrittenAndRead() {
        var frame = new Datagram.Message(new Frame("n1", Long.MIN_VALUE, Frame.MAX_SEQUENCE, "/ä", Bytes.empty()), "");
        var wire = hex(
                HEADER, NODE, "02 00000008 8000000000000000", "03 00000008 3fffffffffffffff", CHANNEL, "05 00000000");

        assertThat(codec.encode(frame)).isEqualTo(wire);
        assertThat(codec.decode(wire)).isEqualTo(frame);
    }

    @Test
    void fieldsInAnyOrder_areRead() {
        assertThat(codec.decode(hex(HEADER, BODY, CHANNEL, SEQUENCE, EPOCH, NODE)))
                .isEqualTo(MESSAGE);
    }

    @Test
    void unknownFields_areSkipped() {
        var wire = hex(
                HEADER,
                "0e 00000000",
                NODE,
                EPOCH,
                "ff 00000003 616263",
                SEQUENCE,
                CHANNEL,
                "00 00000001 05",
                BODY,
                "0e 00000001 00");

        assertThat(codec.decode(wire)).isEqualTo(MESSAGE);
    }

    @Test
    void otherVersionsAndKinds_areRefusedAsSuch_whateverFollows() {
        refused(Reason.UNKNOWN_VERSION, "50 42 00 01", NODE);
        refused(Reason.UNKNOWN_VERSION, "50 42 02 01");
        refused(Reason.UNKNOWN_VERSION, "50 42 ff 63 00 00");
        refused(Reason.UNKNOWN_KIND, "50 42 01 00");
        refused(Reason.UNKNOWN_KIND, "50 42 01 06", NODE, EPOCH, SEQUENCE, CHANNEL, BODY);
        refused(Reason.UNKNOWN_KIND, "50 42 01 ff 99");
    }

    @Test
    void damagedBytes_areRefused() {
        refused(Reason.MALFORMED, "");
        refused(Reason.MALFORMED, "50 42 01");
        refused(Reason.MALFORMED, "50 43 01 01", NODE, EPOCH, SEQUENCE, CHANNEL, BODY);
        refused(Reason.MALFORMED, "aced0005 7372");
        refused(Reason.MALFORMED, HEADER);
        refused(Reason.MALFORMED, HEADER, EPOCH, SEQUENCE, CHANNEL, BODY);
        refused(Reason.MALFORMED, HEADER, NODE, SEQUENCE, CHANNEL, BODY);
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, CHANNEL, BODY);
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, SEQUENCE, BODY);
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, SEQUENCE, CHANNEL);
        refused(Reason.MALFORMED, HEADER, NODE, NODE, EPOCH, SEQUENCE, CHANNEL, BODY);
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, SEQUENCE, CHANNEL, BODY, "06");
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, SEQUENCE, CHANNEL, BODY, "06 000000");
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, SEQUENCE, CHANNEL, "05 00000005 00ff0d0a");
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, SEQUENCE, CHANNEL, "05 ffffffff 00ff0d0a");
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, SEQUENCE, CHANNEL, "05 7fffffff 00ff0d0a");
        refused(Reason.MALFORMED, HEADER, NODE, "02 00000004 00000007", SEQUENCE, CHANNEL, BODY);
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, "03 00000008 0000000000000000", CHANNEL, BODY);
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, "03 00000008 ffffffffffffffff", CHANNEL, BODY);
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, "03 00000008 4000000000000000", CHANNEL, BODY);
        refused(Reason.MALFORMED, HEADER, "01 00000000", EPOCH, SEQUENCE, CHANNEL, BODY);
        refused(Reason.MALFORMED, HEADER, "01 00000041" + "61".repeat(0x41), EPOCH, SEQUENCE, CHANNEL, BODY);
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, SEQUENCE, "04 00000000", BODY);
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, SEQUENCE, "04 00000002 c3 28", BODY);
        refused(Reason.MALFORMED, HEADER, NODE, EPOCH, SEQUENCE, "04 00000003 eda080", BODY);
    }

    private void refused(Reason reason, String... parts) {
        assertThatThrownBy(() -> codec.decode(hex(parts)))
                .as(String.join(" ", parts))
                .isInstanceOfSatisfying(InvalidFrameException.class, refusal -> {
                    assertThat(refusal.reason()).isEqualTo(reason);
                    assertThat(refusal.getStackTrace()).isEmpty();
                });
    }

    @Test
    void theLimit_countsTheWholeFrame_andHoldsInBothDirections() {
        var wire = codec.encode(MESSAGE);
        var exact = new FrameCodec(wire.length, FrameKeys.none());
        var oneLess = new FrameCodec(wire.length - 1, FrameKeys.none());

        assertThat(exact.decode(exact.encode(MESSAGE))).isEqualTo(MESSAGE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> oneLess.encode(MESSAGE))
                .withMessage("a frame of 54 bytes: the limit is 53, header included");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> oneLess.sizeOf(FRAME.node(), "", FRAME.channel(), FRAME.body()));
        assertThatThrownBy(() -> oneLess.decode(wire))
                .isInstanceOfSatisfying(InvalidFrameException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(Reason.TOO_LARGE));
        assertThatThrownBy(() -> oneLess.decode(new byte[wire.length]))
                .isInstanceOfSatisfying(InvalidFrameException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    void textsThatCannotTravel_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> codec.sizeOf("n1", "", "\udc00", Bytes.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.sizeOf("n1", "", "a\ud83d", Bytes.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.sizeOf("n1", "", "\ud83da", Bytes.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.sizeOf("n1", "", "x".repeat(1025), Bytes.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.sizeOf("", "", "/", Bytes.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Frame("n1", 0, 1, "", Bytes.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Frame("n".repeat(65), 0, 1, "/", Bytes.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Frame("n1", 0, 0, "/", Bytes.empty()));
    }

    @Test
    void sizes_areThoseOfTheWire_whateverTheTexts() {
        for (var text : List.of("a", "ü", "€", "\ud83d\ude00", "a\ud83d\ude00€ü", "\u07ff\u0800\uffff")) {
            for (var to : List.of("", text)) {
                var message = new Datagram.Message(new Frame(text, 1, 1, text, FRAME.body()), to);
                for (var each : List.of(codec, new FrameCodec(1000, FrameKeys.of(KEY)))) {
                    assertThat(each.sizeOf(text, to, text, FRAME.body())).isEqualTo(each.encode(message).length);
                    assertThat(each.decode(each.encode(message))).isEqualTo(message);
                }
            }
        }
    }

    @Test
    void theLongestTexts_travel() {
        var message =
                new Datagram.Message(new Frame("ü".repeat(64), 1, 1, "€".repeat(1024), Bytes.empty()), "ü".repeat(64));
        var large = new FrameCodec(10_000, FrameKeys.none());

        assertThat(large.decode(large.encode(message))).isEqualTo(message);
    }

    @Test
    void randomAndMutatedBytes_neverThrowAnythingElse() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var refusals = new ArrayList<Reason>();
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            var bytes = i % 2 == 0 ? randomBytes(random) : mutated(random, randomFrame(random));
            try {
                var datagram = codec.decode(bytes);
                read++;
                assertThat(TestFrames.again(codec, datagram)).isEqualTo(datagram);
            } catch (InvalidFrameException refusal) {
                refusals.add(refusal.reason());
            } catch (RuntimeException | Error other) {
                throw new AssertionError("seed " + seed + ", " + HexFormat.of().formatHex(bytes), other);
            }
        }
        assertThat(read).as("frames that survived, seed %d", seed).isPositive();
        assertThat(refusals).contains(Reason.MALFORMED, Reason.UNKNOWN_KIND, Reason.UNKNOWN_VERSION, Reason.TOO_LARGE);
    }

    private byte[] randomFrame(Random random) {
        var node = "node-" + random.nextInt(10);
        long epoch = random.nextLong();
        long number = 1 + (random.nextLong() >>> 3);
        var ranges = List.of(new Datagram.Range(number, number + random.nextInt(5)));
        return switch (random.nextInt(5)) {
            case 0 ->
                codec.encode(new Datagram.Heartbeat(
                                node,
                                epoch,
                                number,
                                random.nextBoolean(),
                                random.nextBoolean(),
                                Map.of("n", new Datagram.Peer(number, 0))))
                        .get(0);
            case 1 -> codec.encode(new Datagram.Request(node, epoch, "n", epoch, random.nextBoolean(), ranges));
            case 2 -> codec.encode(new Datagram.Answer(node, epoch, "n", random.nextBoolean(), ranges));
            default -> {
                var body = new byte[random.nextInt(100)];
                random.nextBytes(body);
                var frame = new Frame(node, epoch, number, "/" + "c".repeat(random.nextInt(20)), Bytes.owned(body));
                yield codec.encode(new Datagram.Message(frame, random.nextBoolean() ? "" : "n"));
            }
        };
    }

    /** Half of them begin as a frame does, so that the fields are reached. */
    private static byte[] randomBytes(Random random) {
        var bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 1200 : 80)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            System.arraycopy(hex("50 42 01"), 0, bytes, 0, Math.min(3, bytes.length));
            if (bytes.length > 3) {
                bytes[3] = (byte) (1 + random.nextInt(5));
            }
        }
        return bytes;
    }

    private static byte[] mutated(Random random, byte[] frame) {
        var bytes = frame;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(bytes.length);
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes = Arrays.copyOf(bytes, at + 1);
                default -> bytes = Arrays.copyOf(bytes, bytes.length + random.nextInt(10));
            }
        }
        return bytes;
    }

    private static byte[] hex(String... parts) {
        return HexFormat.of().parseHex(String.join("", List.of(parts)).replace(" ", ""));
    }

    @Test
    void theMagic_isAsciiPb() {
        assertThat(new String(codec.encode(MESSAGE), 0, 2, StandardCharsets.US_ASCII))
                .isEqualTo("PB");
    }
}
