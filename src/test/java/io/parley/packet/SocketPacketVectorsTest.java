package io.parley.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.kernel.Bytes;
import io.parley.testing.Vectors;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs {@code vectors/socket-packets.txt}, which explains itself. */
class SocketPacketVectorsTest {
    private final JsonParser parser = new JsonParser(ParserLimits.defaults());

    record Vector(String wire, List<Bytes> attachments, String kind, String meaning) {
        static Vector of(String line) {
            for (var kind : List.of("<=>", "=>", "--", "!!")) {
                int at = line.lastIndexOf(" " + kind + " ");
                if (at > 0) {
                    var parts = line.substring(0, at).strip().split(" \\+( |$)", -1);
                    var attachments = Stream.of(parts)
                            .skip(1)
                            .map(hex -> PacketText.bytes(hex.strip()))
                            .toList();
                    var meaning = line.substring(at + kind.length() + 2).strip();
                    return new Vector(parts[0].strip().replace('␠', ' '), attachments, kind, meaning.replace('␠', ' '));
                }
            }
            throw new AssertionError("no vector: " + line);
        }

        @Override
        public String toString() {
            return wire + " " + kind + " " + meaning;
        }
    }

    static List<Vector> vectors(String... kinds) {
        var wanted = Arrays.asList(kinds);
        return Vectors.lines("socket-packets.txt").stream()
                .map(Vector::of)
                .filter(vector -> wanted.contains(vector.kind()))
                .toList();
    }

    static List<Vector> readable() {
        return vectors("<=>", "=>");
    }

    static List<Vector> exact() {
        return vectors("<=>");
    }

    static List<Vector> meaningless() {
        return vectors("--");
    }

    static List<Vector> invalid() {
        return vectors("!!");
    }

    @ParameterizedTest
    @MethodSource("readable")
    void read(Vector vector) {
        assertThat(PacketText.of(decoded(vector))).isEqualTo(vector.meaning());
    }

    @ParameterizedTest
    @MethodSource("exact")
    void writtenAgainFromWhatWasRead(Vector vector) {
        assertThat(parser.encode(decoded(vector))).isEqualTo(new EncodedPacket(vector.wire(), vector.attachments()));
    }

    @ParameterizedTest
    @MethodSource("exact")
    void writtenFromValuesOfTheApplication(Vector vector) {
        var fresh = decoded(vector).accept(new Fresh());

        assertThat(parser.encode(fresh)).isEqualTo(new EncodedPacket(vector.wire(), vector.attachments()));
        assertThat(PacketText.of(fresh)).isEqualTo(vector.meaning());
    }

    @ParameterizedTest
    @MethodSource("meaningless")
    void nothingToDeliver(Vector vector) {
        var decoder = parser.decoder();

        assertThat(decode(decoder, vector)).isNull();
        assertThat(decoder.incomplete()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void refused(Vector vector) {
        var decoder = parser.decoder();

        assertThatThrownBy(() -> decode(decoder, vector))
                .isInstanceOf(InvalidPacketException.class)
                .hasMessage(vector.meaning());
        assertThat(decoder.incomplete()).isFalse();
    }

    private Packet decoded(Vector vector) {
        var packet = decode(parser.decoder(), vector);
        assertThat(packet).isNotNull();
        return packet;
    }

    private static @Nullable Packet decode(PacketDecoder decoder, Vector vector) {
        var packet = decoder.text(vector.wire());
        for (var attachment : vector.attachments()) {
            assertThat(packet).isNull();
            assertThat(decoder.incomplete()).isTrue();
            packet = decoder.binary(attachment);
        }
        return packet;
    }

    /** The same packet, made of the values an application sees. */
    private final class Fresh implements Packet.Handler<Packet> {
        @Override
        public Packet connect(Packet.Connect packet) {
            return new Packet.Connect(packet.namespace(), packet.auth() == null ? null : object(packet.auth()));
        }

        @Override
        public Packet disconnect(Packet.Disconnect packet) {
            return new Packet.Disconnect(packet.namespace());
        }

        @Override
        public Packet event(Packet.Event packet) {
            var payload = packet.payload();
            return new Packet.Event(
                    packet.namespace(),
                    packet.ackId(),
                    parser.payload(payload.name(), payload.arguments().toList()));
        }

        @Override
        public Packet ack(Packet.Ack packet) {
            var payload = parser.payload(packet.payload().arguments().toList());
            return new Packet.Ack(packet.namespace(), packet.ackId(), payload);
        }

        @Override
        public Packet connectError(Packet.ConnectError packet) {
            return new Packet.ConnectError(packet.namespace(), object(packet.payload()));
        }

        @SuppressWarnings("unchecked")
        private Payload object(Payload payload) {
            return payload.arguments().get(0) instanceof Map<?, ?> map ? parser.object((Map<String, ?>) map) : payload;
        }
    }
}
