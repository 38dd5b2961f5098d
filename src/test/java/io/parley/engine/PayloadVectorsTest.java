package io.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.kernel.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs {@code vectors/payloads.txt}, which explains itself. */
final class PayloadVectorsTest {
    private static final int MOST = 10_000;

    @ParameterizedTest
    @MethodSource("readable")
    void read(Vector vector) {
        assertThat(vector.decoded()).isEqualTo(vector.packets());
    }

    @ParameterizedTest
    @MethodSource("exact")
    void written(Vector vector) {
        assertThat(vector.codec().encode(vector.packets())).isEqualTo(vector.encoded());
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refused(Vector vector) {
        assertThatThrownBy(vector::decoded)
                .isInstanceOf(EngineProtocolException.class)
                .hasMessage(vector.meaning);
    }

    static List<Vector> readable() {
        return vectors("<=>", "=>");
    }

    static List<Vector> exact() {
        return vectors("<=>");
    }

    static List<Vector> invalid() {
        return vectors("!!");
    }

    private static List<Vector> vectors(String... kinds) {
        try (var file = PayloadVectorsTest.class.getResourceAsStream("/vectors/payloads.txt")) {
            var wanted = Arrays.asList(kinds);
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("## ") && !line.startsWith("# "))
                    .filter(line -> !line.equals("#"))
                    .map(Vector::of)
                    .filter(vector -> wanted.contains(vector.kind))
                    .toList();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private record Vector(String codecName, String body, String kind, String meaning) {
        static Vector of(String line) {
            for (var kind : List.of("<=>", "=>", "!!")) {
                int at = line.indexOf(" " + kind + " ");
                if (at > 0) {
                    var codecAndBody = line.substring(0, at).strip().split("\\s+", 2);
                    return new Vector(
                            codecAndBody[0],
                            codecAndBody[1].replace('␞', '\u001e').replace('␠', ' '),
                            kind,
                            line.substring(at + kind.length() + 2).strip().replace('␞', '\u001e'));
                }
            }
            throw new AssertionError("no vector: " + line);
        }

        PayloadCodec codec() {
            return switch (codecName) {
                case "v4" -> PayloadCodec.of(Revision.V4, false);
                case "v3" -> PayloadCodec.of(Revision.V3, false);
                case "v3b64" -> PayloadCodec.of(Revision.V3, true);
                default -> throw new AssertionError("no codec: " + codecName);
            };
        }

        List<EnginePacket> decoded() {
            return body.startsWith("#") ? codec().decode(hex(body.substring(1)), MOST) : codec().decode(body, MOST);
        }

        PayloadCodec.Body encoded() {
            return body.startsWith("#")
                    ? new PayloadCodec.Body(true, hex(body.substring(1)))
                    : new PayloadCodec.Body(false, Bytes.ofUtf8(body));
        }

        List<EnginePacket> packets() {
            return meaning.equals("-")
                    ? List.of()
                    : Stream.of(meaning.split(" \\| ")).map(Vector::packet).collect(Collectors.toList());
        }

        private static EnginePacket packet(String text) {
            return text.startsWith("<")
                    ? new BinaryPacket(hex(text.substring(1, text.length() - 1)))
                    : TextPacket.decode(text);
        }

        private static Bytes hex(String text) {
            return Bytes.owned(HexFormat.of().parseHex(text));
        }

        @Override
        public String toString() {
            return codecName + " " + body + " " + kind + " " + meaning;
        }
    }
}
