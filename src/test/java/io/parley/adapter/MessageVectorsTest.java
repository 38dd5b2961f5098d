package io.parley.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.kernel.Bytes;
import io.parley.testing.Vectors;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs {@code vectors/cluster-messages.txt}, which explains itself. */
class MessageVectorsTest {
    /** A field that no build knows. */
    private static final byte[] LATER_FIELD = {100, 0, 0, 0, 2, 7, 7};

    record Vector(String kind, byte[] bytes) {
        @Override
        public String toString() {
            return kind + " " + HexFormat.of().formatHex(bytes);
        }
    }

    static List<Vector> vectors() {
        return Vectors.lines("cluster-messages.txt").stream()
                .map(line -> line.split(" +"))
                .map(parts -> new Vector(parts[0], HexFormat.of().parseHex(parts[1])))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void areRead_andWrittenAsBefore(Vector vector) {
        var message = ClusterCodec.decode(Bytes.copyOf(vector.bytes())).orElseThrow();

        assertThat(message.getClass().getSimpleName()).isEqualTo(vector.kind());
        assertThat(ClusterCodec.encode(message).toArray()).isEqualTo(vector.bytes());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void withAFieldOfALaterRelease_areReadAsWithout(Vector vector) {
        var later = ByteBuffer.allocate(vector.bytes().length + LATER_FIELD.length)
                .put(vector.bytes())
                .put(LATER_FIELD)
                .array();

        assertThat(ClusterCodec.decode(Bytes.copyOf(later)))
                .isEqualTo(ClusterCodec.decode(Bytes.copyOf(vector.bytes())));
    }
}
