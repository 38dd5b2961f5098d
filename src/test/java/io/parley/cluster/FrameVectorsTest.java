package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.Vectors;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs {@code vectors/cluster-frames.txt}, which explains itself. */
class FrameVectorsTest {
    private static final FrameKeys KEYS = FrameKeys.of("a key that all nodes have");

    record Vector(boolean signed, String kind, byte[] bytes) {
        static Vector of(String line) {
            var parts = line.split(" +");
            int last = parts.length - 1;
            return new Vector(
                    parts[0].equals("signed"), parts[last - 1], HexFormat.of().parseHex(parts[last]));
        }

        @Override
        public String toString() {
            return (signed ? "signed " : "") + kind + " " + HexFormat.of().formatHex(bytes);
        }
    }

    static List<Vector> vectors() {
        return Vectors.lines("cluster-frames.txt").stream().map(Vector::of).toList();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void areRead_andWrittenAsBefore(Vector vector) {
        var codec = new FrameCodec(100_000, vector.signed() ? KEYS : FrameKeys.none());
        var datagram = codec.decode(vector.bytes());

        assertThat(datagram.getClass().getSimpleName()).isEqualTo(vector.kind());
        assertThat(written(codec, datagram)).isEqualTo(vector.bytes());
    }

    private static byte[] written(FrameCodec codec, Datagram datagram) {
        var written = new byte[1][];
        datagram.accept(new Datagram.Handler() {
            @Override
            public void message(Datagram.Message message) {
                written[0] = codec.encode(message);
            }

            @Override
            public void heartbeat(Datagram.Heartbeat heartbeat) {
                written[0] = codec.encode(heartbeat).get(0);
            }

            @Override
            public void request(Datagram.Request request) {
                written[0] = codec.encode(request);
            }

            @Override
            public void answer(Datagram.Answer answer) {
                written[0] = codec.encode(answer);
            }
        });
        return written[0];
    }
}
