package io.parley.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPacketDecoderTest {
    private static final Bytes ONE = PacketText.bytes("01");

    private final PacketDecoder decoder = decoder(ParserLimits.defaults());

    private static PacketDecoder decoder(ParserLimits limits) {
        return new JsonParser(limits).decoder();
    }

    private static void assertInvalid(PacketDecoder decoder, String text, String reason) {
        assertThatThrownBy(() -> decoder.text(text))
                .isInstanceOf(InvalidPacketException.class)
                .hasMessage(reason);
    }

    @Test
    void text_empty_isInvalid() {
        assertInvalid(decoder, "", "empty packet");
    }

    @Test
    void text_behindSomethingElse_isReadFromItsStart() {
        assertThat(PacketText.of(decoder.text("42/a,7[\"b\",1]", 1))).isEqualTo("event /a 7 b 1");
        assertThat(PacketText.of(decoder.text("41", 1))).isEqualTo("disconnect /");
        assertThatThrownBy(() -> decoder.text("4", 1)).hasMessage("empty packet");
        assertThatThrownBy(() -> decoder.text("42{}", 1)).hasMessage("invalid payload");
    }

    @Test
    void text_insteadOfAnAttachment_isInvalidAndForgetsThePacket() {
        decoder.text("51-[\"a\",{\"_placeholder\":true,\"num\":0}]");

        assertInvalid(decoder, "2[\"b\"]", "text instead of an attachment");
        assertThat(decoder.incomplete()).isFalse();
        assertThatThrownBy(() -> decoder.binary(ONE)).hasMessage("binary message without a packet");
    }

    @Test
    void binary_withoutPacket_isInvalid() {
        assertThatThrownBy(() -> decoder.binary(ONE))
                .isInstanceOf(InvalidPacketException.class)
                .hasMessage("binary message without a packet");
    }

    @Test
    void binary_afterTheLastOne_isInvalid() {
        decoder.text("51-[\"a\",{\"_placeholder\":true,\"num\":0}]");
        assertThat(decoder.binary(ONE)).isNotNull();

        assertThatThrownBy(() -> decoder.binary(ONE)).isInstanceOf(InvalidPacketException.class);
    }

    @Test
    void attachments_upToTheLimit_areCollectedInOrder() {
        decoder.text("510-" + withPlaceholders(10));
        for (int i = 0; i < 9; i++) {
            assertThat(decoder.binary(PacketText.bytes("0" + i))).isNull();
        }

        assertThat(PacketText.of(decoder.binary(PacketText.bytes("09"))))
                .isEqualTo("event / - a <00> <01> <02> <03> <04> <05> <06> <07> <08> <09>");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 900, 1_024, 100_000})
    void attachments_takeTheirPlacesHoweverLongTheTextIs(int length) {
        var text = "x".repeat(length);
        var placeholder = "{\"_placeholder\":true,\"num\":0}";

        assertThat(decoder.text("51-[\"a\",\"" + text + "\",{\"b\":[null," + placeholder + "]}]"))
                .isNull();
        assertThat(PacketText.of(decoder.binary(ONE))).isEqualTo("event / - a \"" + text + "\" {b:[null,<01>]}");
        assertThat(decoder.text("61-7[\"" + text + "\"," + placeholder + "]")).isNull();
        assertThat(PacketText.of(decoder.binary(ONE))).isEqualTo("ack / 7 \"" + text + "\" <01>");
    }

    @Test
    void attachments_limitIsConfigurable() {
        var strict = decoder(ParserLimits.defaults().withMaxAttachments(1));

        assertInvalid(strict, "52-" + withPlaceholders(2), "too many attachments");
        assertThat(strict.text("51-" + withPlaceholders(1))).isNull();
        assertThat(strict.incomplete()).isTrue();
    }

    @Test
    void attachments_allowedNone_isInvalid() {
        assertInvalid(
                decoder(ParserLimits.defaults().withMaxAttachments(0)),
                "51-" + withPlaceholders(1),
                "too many attachments");
    }

    @Test
    void attachmentBytes_areCountedOverOnePacket() {
        var strict = decoder(ParserLimits.defaults().withMaxAttachmentBytes(100));
        for (int packet = 0; packet < 2; packet++) {
            strict.text("52-" + withPlaceholders(2));
            strict.binary(Bytes.owned(new byte[60]));
            assertThat(strict.binary(Bytes.owned(new byte[40]))).isNotNull();
        }

        strict.text("52-" + withPlaceholders(2));
        strict.binary(Bytes.owned(new byte[60]));
        assertThatThrownBy(() -> strict.binary(Bytes.owned(new byte[41])))
                .isInstanceOf(InvalidPacketException.class)
                .hasMessage("attachments too large");
        assertThat(strict.incomplete()).isFalse();
    }

    @Test
    void namespace_longerThanTheLimit_isInvalid() {
        var longest = "/" + "n".repeat(127);

        assertThat(decoder.text("0" + longest + ",")).isEqualTo(new Packet.Connect(longest, null));
        assertThat(decoder.text("0" + longest)).isEqualTo(new Packet.Connect(longest, null));
        assertInvalid(decoder, "0" + longest + "n,", "namespace too long");
        assertInvalid(decoder, "2" + longest + "n", "namespace too long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2[\"a\",%s]", "31[0,%s]", "51-[\"a\",{\"_placeholder\":true,\"num\":0},%s]"})
    void nesting_upToTheLimit_isReadOnASmallStack(String packet) {
        assertThat(onSmallStack(packet.formatted(arrays(63)))).isEqualTo("none");
        assertThat(onSmallStack(packet.formatted(arrays(64)))).isEqualTo("nested deeper than 64");
        assertThat(onSmallStack(packet.formatted(arrays(200_000)))).isEqualTo("nested deeper than 64");
        assertThat(onSmallStack(packet.formatted("[".repeat(400_000)))).isEqualTo("nested deeper than 64");
        assertThat(onSmallStack(packet.formatted(objects(200_000)))).isEqualTo("nested deeper than 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0%s", "4%s"})
    void nesting_ofTheOneObject_isLimitedToo(String packet) {
        assertThat(onSmallStack(packet.formatted(objects(64)))).isEqualTo("none");
        assertThat(onSmallStack(packet.formatted(objects(65)))).isEqualTo("nested deeper than 64");
        assertThat(onSmallStack(packet.formatted(objects(200_000)))).isEqualTo("nested deeper than 64");
    }

    @Test
    void keys_upToTheLimit_areRead() {
        assertThat(decoder.text("2[\"k\"," + keys(9_999) + "," + keys(1) + "]")).isNotNull();
        assertInvalid(decoder, "2[\"k\"," + keys(10_000) + "," + keys(1) + "]", "too many keys");
        assertInvalid(decoder, "0" + keys(10_001), "too many keys");
        assertInvalid(decoder, "2[\"k\"," + "{\"same\":1},".repeat(10_000) + "{\"same\":1}]", "too many keys");
    }

    private static String keys(int count) {
        return IntStream.range(0, count).mapToObj("\"k%d\":0"::formatted).collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void exception_namesTheLimit() {
        assertThat(limitOf("511-[\"a\"]")).contains(Limit.ATTACHMENTS);
        assertThat(limitOf("0/" + "n".repeat(128))).contains(Limit.NAMESPACE_LENGTH);
        assertThat(limitOf("2" + arrays(65))).contains(Limit.DEPTH);
        assertThat(limitOf("2[\"n\"," + "9".repeat(65) + "]")).contains(Limit.NUMBER);
        assertThat(limitOf("2[\"n\",1e401]")).contains(Limit.NUMBER);
        assertThat(limitOf("0" + keys(10_001))).contains(Limit.KEYS);
        assertThat(limitOf("7")).isEmpty();
    }

    private Optional<Limit> limitOf(String text) {
        try {
            decoder.text(text);
        } catch (InvalidPacketException invalid) {
            return invalid.limit();
        }
        throw new AssertionError("valid: " + text);
    }

    @Test
    void numbers_upToTheLimit_areRead() {
        assertThat(decoder.text("2[\"n\"," + "9".repeat(64) + "]")).isNotNull();
        assertThat(decoder.text("2[\"n\",-0." + "9".repeat(63) + "e-400]")).isNotNull();
        assertInvalid(decoder, "2[\"n\"," + "9".repeat(65) + "]", "number with too many digits");
        assertInvalid(decoder, "2[\"n\",0." + "0".repeat(64) + "]", "number with too many digits");
        assertInvalid(decoder, "2[\"n\"," + "9".repeat(1_000_000) + "]", "number with too many digits");
        assertInvalid(decoder, "2[\"n\",1." + "9".repeat(1_000_000) + "e5]", "number with too many digits");
        assertInvalid(decoder, "2[\"n\",1e" + "9".repeat(1_000_000) + "]", "number with too large an exponent");
    }

    @Test
    void strings_aroundTheBufferSizesOfTheJsonLibrary_areReadWhole() {
        for (int length = 4_070; length < 4_110; length++) {
            for (var tail : new String[] {"", "\\n", "\\u20ac", "\\\\", "😀"}) {
                var packet = (Packet.Event) decoder.text("2[\"x\",\"" + "y".repeat(length) + tail + "z\",12345]");
                var read = (String) packet.payload().arguments().get(0);
                assertThat(read).hasSize(length + 1 + (tail.equals("😀") ? 2 : tail.isEmpty() ? 0 : 1));
                assertThat(read).startsWith("yyy").endsWith("z");
                assertThat(packet.payload().arguments().get(1)).isEqualTo(12345L);
            }
        }
    }

    @Test
    void exception_hasNoStackTraceAndDoesNotQuoteThePeer() {
        assertThatThrownBy(() -> decoder.text("2[\"secret\",}"))
                .isInstanceOf(InvalidPacketException.class)
                .hasNoCause()
                .hasMessage("not JSON")
                .satisfies(invalid -> assertThat(invalid.getStackTrace()).isEmpty());
    }

    @Test
    void limits_thatMakeNoSense_areRefused() {
        var limits = ParserLimits.defaults();
        assertThatThrownBy(() -> limits.withMaxDepth(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxDepth=0: allowed is 1 to 1000");
        assertThatThrownBy(() -> limits.withMaxAttachments(-1)).hasMessageContaining("maxAttachments=-1");
        assertThatThrownBy(() -> limits.withMaxAttachmentBytes(-1)).hasMessageContaining("maxAttachmentBytes=-1");
        assertThatThrownBy(() -> limits.withMaxNumberDigits(0)).hasMessageContaining("maxNumberDigits=0");
        assertThatThrownBy(() -> limits.withMaxKeys(-1)).hasMessageContaining("maxKeys=-1");
        assertThatThrownBy(() -> limits.withMaxNamespaceLength(0)).hasMessageContaining("maxNamespaceLength=0");
    }

    private static String withPlaceholders(int count) {
        return IntStream.range(0, count)
                .mapToObj("{\"_placeholder\":true,\"num\":%d}"::formatted)
                .collect(Collectors.joining(",", "[\"a\",", "]"));
    }

    private static String arrays(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static String objects(int depth) {
        return "{\"a\":".repeat(depth - 1) + "{}" + "}".repeat(depth - 1);
    }

    /** The reason why the text is invalid, or "none", when read by a thread with a stack of 256 KB. */
    private String onSmallStack(String text) {
        var outcome = new AtomicReference<>("thread died");
        var thread = new Thread(null, () -> outcome.set(reason(text)), "small", 256 * 1024);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return outcome.get();
    }

    private static String reason(String text) {
        try {
            var fresh = decoder(ParserLimits.defaults());
            return fresh.text(text) != null || fresh.incomplete() ? "none" : "nothing to deliver";
        } catch (InvalidPacketException invalid) {
            return invalid.getMessage();
        }
    }
}
