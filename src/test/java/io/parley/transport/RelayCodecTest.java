package io.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.engine.EngineError;
import io.parley.engine.Refusal;
import io.parley.kernel.Bytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What nodes say about a session arrives as it was said, and is refused when it is damaged. */
final class RelayCodecTest {
    private static final Claim CLAIM = new Claim("sid-1", "polling", "4", true, new Visitor("änn", "session-1"));
    private static final Claim NOBODY = new Claim("", "", "", false, new Visitor(null, null));
    private static final Bytes CONTENT = Bytes.ofUtf8("4€");

    static List<RelayMessage> messages() {
        return List.of(
                new RelayMessage.Poll(1, CLAIM),
                new RelayMessage.Poll(1, NOBODY),
                new RelayMessage.Post(2, CLAIM, true, CONTENT),
                new RelayMessage.Post(2, NOBODY, false, Bytes.empty()),
                new RelayMessage.Post(2, NOBODY, false, null),
                new RelayMessage.Body(3, CONTENT),
                new RelayMessage.GivenUp(4, true),
                new RelayMessage.GivenUp(4, false),
                new RelayMessage.Upgrade(5, CLAIM),
                new RelayMessage.Failed(6, "why"),
                new RelayMessage.Wanted(7),
                new RelayMessage.Answered(8, new Answer(200, "text/plain", CONTENT, true)),
                new RelayMessage.Answered(8, Answer.empty(413)),
                new RelayMessage.Refused(9, Refusal.of(EngineError.UNKNOWN_SID, Map.of("name", "n"))),
                new RelayMessage.Heard(),
                new RelayMessage.Part(10, true, false, CONTENT),
                new RelayMessage.Part(10, false, true, Bytes.empty()),
                new RelayMessage.Confirmed(11, 3, 4_000_000),
                new RelayMessage.Closed(12, 1009),
                new RelayMessage.Broken());
    }

    @ParameterizedTest
    @MethodSource("messages")
    void message_isReadAsItWasWritten(RelayMessage message) {
        var bytes = RelayCodec.encode(77, message);

        assertThat(RelayCodec.decode(bytes)).isEqualTo(message);
        assertThat(RelayCodec.link(bytes)).isEqualTo(77);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void message_cutOff_isRefused_orHasLostItsLastFields(RelayMessage message) {
        var bytes = RelayCodec.encode(77, message).toArray();
        for (int length = 0; length < bytes.length; length++) {
            var cut = Bytes.owned(Arrays.copyOf(bytes, length));
            try {
                assertThat(RelayCodec.decode(cut)).hasSameClassAs(message).isNotEqualTo(message);
            } catch (InvalidRelayMessageException refused) {
                continue;
            }
        }
    }

    @ParameterizedTest
    @MethodSource("messages")
    void fieldOfALaterVersion_isSkipped(RelayMessage message) {
        var bytes = RelayCodec.encode(77, message).toArray();
        var longer = ByteBuffer.allocate(bytes.length + 7).put(bytes).put(new byte[] {99, 0, 0, 0, 2, 1, 1});

        assertThat(RelayCodec.decode(Bytes.owned(longer.array()))).isEqualTo(message);
    }

    @Test
    void kindOfALaterVersion_isIgnored() {
        assertThat(RelayCodec.decode(Bytes.owned(new byte[17]))).isNull();
    }

    @Test
    void nonsense_isRefused() {
        assertRefused(new RelayMessage.Answered(1, new Answer(99, "", CONTENT, false)));
        assertRefused(new RelayMessage.Closed(1, -1));
        assertRefused(new RelayMessage.Confirmed(1, -1, 1));
        assertRefused(new RelayMessage.Confirmed(1, 1, 1L << 40));
        var twice = new RelayCodec.Out()
                .kind(RelayCodec.FAILED)
                .text(RelayCodec.TEXT, "a")
                .text(RelayCodec.TEXT, "b");
        assertThatThrownBy(() -> RelayCodec.decode(twice.bytes(1, 1))).isInstanceOf(InvalidRelayMessageException.class);
    }

    private static void assertRefused(RelayMessage message) {
        var bytes = RelayCodec.encode(1, message);
        assertThatThrownBy(() -> RelayCodec.decode(bytes)).isInstanceOf(InvalidRelayMessageException.class);
    }
}
