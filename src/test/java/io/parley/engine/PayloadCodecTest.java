package io.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.kernel.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PayloadCodecTest {
    private final PayloadCodec v4 = PayloadCodec.of(Revision.V4, false);
    private final PayloadCodec v3 = PayloadCodec.of(Revision.V3, false);

    @Test
    void packets_areLimitedInNumber() {
        var packet = new byte[] {0, 1, (byte) 0xff, '2'};
        assertThat(v4.decode("4\u001e4\u001e4", 3)).hasSize(3);
        assertThat(v3.decode("1:41:41:4", 3)).hasSize(3);
        assertThat(v3.decode(Bytes.copyOf(packet), 1)).hasSize(1);
        assertThatThrownBy(() -> v4.decode("4\u001e4\u001e4", 2)).hasMessage("more than 2 packets in a payload");
        assertThatThrownBy(() -> v3.decode("1:41:41:4", 2)).hasMessage("more than 2 packets in a payload");
        assertThatThrownBy(() -> v3.decode(Bytes.copyOf(packet), 0)).hasMessage("more than 0 packets in a payload");
    }

    @Test
    void emptyText_isNoPayload() {
        assertThatThrownBy(() -> v4.decode("", 1)).isInstanceOf(EngineProtocolException.class);
        assertThatThrownBy(() -> v3.decode("", 1)).isInstanceOf(EngineProtocolException.class);
    }

    @Test
    void binaryPacket_isEncodedOnceForAllRecipientsOfARevision() {
        var packet = new BinaryPacket(Bytes.copyOf(new byte[] {1, 2, 3, 4}));
        for (var revision : Revision.values()) {
            assertThat(packet.text(revision)).isSameAs(packet.text(revision));
            assertThat(packet.frame(revision)).isSameAs(packet.frame(revision));
        }
        assertThat(packet.frame(Revision.V4)).isSameAs(packet.data());
    }

    @Test
    void base64_withLineBreaks_isWhatTheJavaClientSends() {
        var packets = v4.decode("bAQ\r\nID\nBA==\n\u001e2", 2);
        assertThat(packets).containsExactly(new BinaryPacket(Bytes.copyOf(new byte[] {1, 2, 3, 4})), TextPacket.PING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "é", "€", "\uD83D\uDE00 smile", "mixed é€\uD83D\uDE00"})
    void bytes_areThoseOfUtf8(String data) {
        assertThat(TextPacket.message(data).bytes()).isEqualTo(("4" + data).getBytes(StandardCharsets.UTF_8).length);
    }
}
