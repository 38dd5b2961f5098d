package io.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.kernel.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/** Any body is read or refused; what was read can be written, and is read again as it was. */
final class PayloadFuzzTest {
    private static final int MOST = 100;

    @FuzzTest(maxDuration = "1m")
    void revision4(byte[] body) {
        var codec = PayloadCodec.of(Revision.V4, false);
        againIsTheSame(codec, () -> codec.decode(new String(body, StandardCharsets.UTF_8), MOST));
    }

    @FuzzTest(maxDuration = "1m")
    void revision3Text(byte[] body) {
        var codec = PayloadCodec.of(Revision.V3, true);
        againIsTheSame(codec, () -> codec.decode(new String(body, StandardCharsets.UTF_8), MOST));
    }

    @FuzzTest(maxDuration = "1m")
    void revision3Binary(byte[] body) {
        var codec = PayloadCodec.of(Revision.V3, false);
        againIsTheSame(codec, () -> codec.decode(Bytes.copyOf(body), MOST));
    }

    private static void againIsTheSame(PayloadCodec codec, Supplier<List<EnginePacket>> reading) {
        List<EnginePacket> packets;
        try {
            packets = reading.get();
        } catch (EngineProtocolException refused) {
            return;
        }
        assertThat(packets).hasSizeLessThanOrEqualTo(MOST);
        if (!packets.isEmpty()) {
            var written = codec.encode(packets);
            var again = written.binary()
                    ? codec.decode(written.bytes(), MOST)
                    : codec.decode(written.bytes().toUtf8(), MOST);
            assertThat(again).isEqualTo(packets);
        }
    }
}
