package io.parley.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Any sequence of messages is read or refused; what was read can be sent on, and nothing changes when it is sent on
 * again.
 */
final class PacketFuzzTest {
    private static final JsonParser JSON = new JsonParser(ParserLimits.defaults());
    private static final MsgpackParser MSGPACK = new MsgpackParser(ParserLimits.defaults());

    /** Each line is a message: a text, or after a {@code b} an attachment. */
    @FuzzTest(maxDuration = "1m")
    void json(byte[] lines) {
        var decoder = JSON.decoder();
        for (var line : lines(lines)) {
            var packet = line.length > 0 && line[0] == 'b'
                    ? read(decoder, Bytes.copyOf(Arrays.copyOfRange(line, 1, line.length)))
                    : read(decoder, new String(line, StandardCharsets.UTF_8));
            if (packet != null) {
                assertThat(decoder.incomplete()).isFalse();
                stays(JSON, packet);
            }
        }
    }

    @FuzzTest(maxDuration = "1m")
    void msgpack(byte[] message) {
        var packet = read(MSGPACK.decoder(), Bytes.copyOf(message));
        if (packet != null) {
            stays(MSGPACK, packet);
        }
    }

    private static void stays(Parser parser, Packet packet) {
        var once = parser.encode(packet);
        var received = decoded(parser, once);
        if (received != null) {
            assertThat(parser.encode(received)).isEqualTo(once);
        }
    }

    /** Null if a number is longer when it is written than when it was read. */
    private static @Nullable Packet decoded(Parser parser, EncodedPacket written) {
        var decoder = parser.decoder();
        try {
            var packet = written.text() == null ? null : decoder.text(written.text());
            for (var attachment : written.attachments()) {
                packet = decoder.binary(attachment);
            }
            assertThat(packet).isNotNull();
            return packet;
        } catch (InvalidPacketException invalid) {
            assertThat(invalid.limit()).as(invalid.getMessage()).contains(Limit.NUMBER);
            return null;
        }
    }

    private static @Nullable Packet read(PacketDecoder decoder, String text) {
        try {
            return decoder.text(text);
        } catch (InvalidPacketException invalid) {
            assertThat(decoder.incomplete()).isFalse();
            return null;
        }
    }

    private static @Nullable Packet read(PacketDecoder decoder, Bytes binary) {
        try {
            return decoder.binary(binary);
        } catch (InvalidPacketException invalid) {
            assertThat(decoder.incomplete()).isFalse();
            return null;
        }
    }

    private static List<byte[]> lines(byte[] all) {
        var lines = new ArrayList<byte[]>();
        int start = 0;
        for (int at = 0; at <= all.length; at++) {
            if (at == all.length || all[at] == '\n') {
                lines.add(Arrays.copyOfRange(all, start, at));
                start = at + 1;
            }
        }
        return lines;
    }
}
