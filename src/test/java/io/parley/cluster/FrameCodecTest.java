package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.cluster.InvalidFrameException.Reason;
import io.parley.kernel.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FrameCodecTest {
    private static final String HEADER = "50 42 01 01"; // PB, version 1, message
    private static final String NODE = "01 00000002 6e31"; // n1
    private static final String EPOCH = "02 00000008 0000000000000007";
    private static final String SEQUENCE = "03 00000008 0000000000000102";
    private static final String CHANNEL = "04 00000003 2fc3a4"; // /ä
    private static final String BODY = "05 00000004 00ff0d0a";

    private static final Frame FRAME = new Frame("n1", 7, 0x102, "/ä", Bytes.copyOf(new byte[] {0, -1, 13, 10}));

    private final FrameCodec codec = new FrameCodec(1000);

    @Test
    void aFrame_isWrittenAndReadAsDocumented() {
        var wire = hex(HEADER, NODE, EPOCH, SEQUENCE, CHANNEL, BODY);

        assertThat(codec.encode(FRAME)).isEqualTo(wire);
        assertThat(codec.decode(wire)).isEqualTo(FRAME);
        assertThat(codec.sizeOf(FRAME.node(), FRAME.channel(), FRAME.body())).isEqualTo(wire.length);
    }

    @Test
    void anEmptyBodyAndTheExtremesOfNumbers_areWrittenAndRead() {
        var frame = new Frame("n1", Long.MIN_VALUE, Long.MAX_VALUE, "/ä", Bytes.empty());
        var wire = hex(
                HEADER, NODE, "02 00000008 8000000000000000", "03 00000008 7fffffffffffffff", CHANNEL, "05 00000000");

        assertThat(codec.encode(frame)).isEqualTo(wire);
        assertThat(codec.decode(wire)).isEqualTo(frame);
    }

    @Test
    void fieldsInAnyOrder_areRead() {
        assertThat(codec.decode(hex(HEADER, BODY, CHANNEL, SEQUENCE, EPOCH, NODE)))
                .isEqualTo(FRAME);
    }

    @Test
    void unknownFields_areSkipped() {
        var wire = hex(
                HEADER,
                "06 00000000",
                NODE,
                EPOCH,
                "ff 00000003 616263",
                SEQUENCE,
                CHANNEL,
                "00 00000001 05",
                BODY,
                "06 00000001 00");

        assertThat(codec.decode(wire)).isEqualTo(FRAME);
    }

    @Test
    void otherVersionsAndKinds_areRefusedAsSuch_whateverFollows() {
        refused(Reason.UNKNOWN_VERSION, "50 42 00 01", NODE);
        refused(Reason.UNKNOWN_VERSION, "50 42 02 01");
        refused(Reason.UNKNOWN_VERSION, "50 42 ff 63 00 00");
        refused(Reason.UNKNOWN_KIND, "50 42 01 00");
        refused(Reason.UNKNOWN_KIND, "50 42 01 02", NODE, EPOCH, SEQUENCE, CHANNEL, BODY);
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
        var wire = codec.encode(FRAME);
        var exact = new FrameCodec(wire.length);
        var oneLess = new FrameCodec(wire.length - 1);

        assertThat(exact.decode(exact.encode(FRAME))).isEqualTo(FRAME);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> oneLess.encode(FRAME))
                .withMessage("a frame of 54 bytes: the limit is 53, header included");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> oneLess.sizeOf(FRAME.node(), FRAME.channel(), FRAME.body()));
        assertThatThrownBy(() -> oneLess.decode(wire))
                .isInstanceOfSatisfying(InvalidFrameException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(Reason.TOO_LARGE));
        assertThatThrownBy(() -> oneLess.decode(new byte[wire.length]))
                .isInstanceOfSatisfying(InvalidFrameException.class, refusal -> assertThat(refusal.reason())
                        .isEqualTo(Reason.TOO_LARGE));
    }

    @Test
    void textsThatCannotTravel_areRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> codec.sizeOf("n1", "\udc00", Bytes.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.sizeOf("n1", "x".repeat(1025), Bytes.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.sizeOf("", "/", Bytes.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Frame("n1", 0, 1, "", Bytes.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Frame("n".repeat(65), 0, 1, "/", Bytes.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> new Frame("n1", 0, 0, "/", Bytes.empty()));
    }

    @Test
    void theLongestTexts_travel() {
        var frame = new Frame("ü".repeat(64), 1, 1, "€".repeat(1024), Bytes.empty());

        assertThat(new FrameCodec(10_000).decode(new FrameCodec(10_000).encode(frame)))
                .isEqualTo(frame);
    }

    @Test
    void randomAndMutatedBytes_neverThrowAnythingElse() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        var refusals = new ArrayList<Reason>();
        int read = 0;
        for (int i = 0; i < 100_000; i++) {
            var bytes = i % 2 == 0 ? randomBytes(random) : mutated(random, codec.encode(randomFrame(random)));
            try {
                var frame = codec.decode(bytes);
                read++;
                assertThat(codec.decode(codec.encode(frame))).isEqualTo(frame);
            } catch (InvalidFrameException refusal) {
                refusals.add(refusal.reason());
            } catch (RuntimeException | Error other) {
                throw new AssertionError("seed " + seed + ", " + HexFormat.of().formatHex(bytes), other);
            }
        }
        assertThat(read).as("frames that survived, seed %d", seed).isPositive();
        assertThat(refusals).contains(Reason.MALFORMED, Reason.UNKNOWN_KIND, Reason.UNKNOWN_VERSION, Reason.TOO_LARGE);
    }

    private static Frame randomFrame(Random random) {
        var body = new byte[random.nextInt(100)];
        random.nextBytes(body);
        return new Frame(
                "node-" + random.nextInt(10),
                random.nextLong(),
                1 + (random.nextLong() >>> 2),
                "/" + "c".repeat(random.nextInt(20)),
                Bytes.owned(body));
    }

    /** Half of them begin as a frame does, so that the fields are reached. */
    private static byte[] randomBytes(Random random) {
        var bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 1200 : 80)];
        random.nextBytes(bytes);
        if (random.nextBoolean()) {
            System.arraycopy(hex(HEADER), 0, bytes, 0, Math.min(4, bytes.length));
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
        assertThat(new String(codec.encode(FRAME), 0, 2, StandardCharsets.US_ASCII))
                .isEqualTo("PB");
    }
}
