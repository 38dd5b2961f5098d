package io.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.kernel.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PayloadCodecTest {
    private static final EnginePacket HELLO = TextPacket.message("hello");
    private static final EnginePacket BINARY = new BinaryPacket(Bytes.copyOf(new byte[] {1, 2, 3, 4}));

    @Test
    void packets_areJoinedByTheRecordSeparator() {
        var body = "4hello\u001ebAQIDBA==\u001e2";
        var packets = List.of(HELLO, BINARY, TextPacket.PING);
        assertThat(PayloadCodec.encode(packets)).isEqualTo(body);
        assertThat(PayloadCodec.decode(body)).isEqualTo(packets);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "7", "x", "4a\u001e", "\u001e4a", "4a\u001e\u001e4b", "b*", "é"})
    void whatIsNoPacket_isRefused(String body) {
        assertThatThrownBy(() -> PayloadCodec.decode(body)).isInstanceOf(EngineProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "é", "€", "\uD83D\uDE00 smile", "mixed é€\uD83D\uDE00"})
    void bytes_areThoseOfUtf8(String data) {
        assertThat(TextPacket.message(data).bytes()).isEqualTo(("4" + data).getBytes(StandardCharsets.UTF_8).length);
    }
}
