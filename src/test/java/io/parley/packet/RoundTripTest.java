package io.parley.packet;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.kernel.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/** Random packets and random nonsense. Set the system property {@code parley.seed} to repeat a run. */
class RoundTripTest {
    private final long seed = Long.getLong("parley.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final JsonParser parser = new JsonParser(ParserLimits.defaults());

    @BeforeEach
    void printSeed(TestReporter reporter) {
        reporter.publishEntry("parley.seed", Long.toString(seed));
    }

    @Test
    void whatIsWritten_isReadAgain() {
        for (int round = 0; round < 5_000; round++) {
            var arguments = Arguments.of(list(0).toArray());
            var namespace = random.nextBoolean() ? "/" : "/" + random.nextInt();
            var name = "e" + string();
            var event =
                    new Packet.Event(namespace, random.nextLong(-1, 1_000), parser.payload(name, List.of(arguments)));

            var read = (Packet.Event) decoded(parser.encode(event));

            assertThat(read)
                    .as("seed %d, round %d", seed, round)
                    .isEqualTo(new Packet.Event(namespace, event.ackId(), new ReceivedPayload(name, arguments)));
            assertThat(parser.encode(read)).as("seed %d, round %d", seed, round).isEqualTo(parser.encode(event));
        }
    }

    @Test
    void nonsense_isReadOrInvalid() {
        int read = 0;
        int invalid = 0;
        for (int round = 0; round < 20_000; round++) {
            var text = new StringBuilder(parser.encode(
                            new Packet.Event("/a", 12, parser.payload("e", List.of(Arguments.of(list(1).toArray())))))
                    .text());
            for (int i = random.nextInt(4); i >= 0; i--) {
                damage(text);
            }
            try {
                parser.decoder().text(text.toString());
                read++;
            } catch (InvalidPacketException expected) {
                invalid++;
            }
        }
        assertThat(read).as("seed %d", seed).isPositive();
        assertThat(invalid).as("seed %d", seed).isPositive();
    }

    private void damage(StringBuilder text) {
        int at = random.nextInt(text.length());
        char c = "0123456789-,/[]{}\":\\ue.+ \n\u0000\ud800é".charAt(random.nextInt(29));
        switch (random.nextInt(3)) {
            case 0 -> text.setCharAt(at, c);
            case 1 -> text.insert(at, c);
            default -> text.delete(at, Math.min(text.length() - 1, at + 1 + random.nextInt(3)));
        }
    }

    private @Nullable Packet decoded(EncodedPacket encoded) {
        var decoder = parser.decoder();
        var packet = decoder.text(encoded.text());
        for (var attachment : encoded.attachments()) {
            packet = decoder.binary(attachment);
        }
        return packet;
    }

    private int attachmentsLeft = 10;

    private List<@Nullable Object> list(int depth) {
        if (depth == 0) {
            attachmentsLeft = random.nextInt(11);
        }
        var list = new ArrayList<@Nullable Object>();
        for (int i = random.nextInt(5); i > 0; i--) {
            list.add(value(depth + 1));
        }
        return list;
    }

    private @Nullable Object value(int depth) {
        List<Supplier<@Nullable Object>> kinds = List.of(
                () -> null,
                random::nextBoolean,
                random::nextLong,
                () -> (long) random.nextInt(100),
                () -> Double.longBitsToDouble(random.nextLong()),
                random::nextGaussian,
                () -> new BigDecimal(new BigInteger(190, random).setBit(64)),
                this::string,
                this::bytes,
                () -> depth > 5 ? "deep" : list(depth),
                () -> depth > 5 ? "deep" : map(depth));
        var value = kinds.get(random.nextInt(kinds.size())).get();
        return value instanceof Double number && !Double.isFinite(number) ? null : value;
    }

    private Object map(int depth) {
        var map = new LinkedHashMap<String, @Nullable Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(string(), value(depth + 1));
        }
        return map;
    }

    private Object bytes() {
        if (attachmentsLeft == 0) {
            return "no more";
        }
        attachmentsLeft--;
        var bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return Bytes.owned(bytes);
    }

    private String string() {
        var string = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            string.append(random.nextBoolean() ? (char) random.nextInt(0x10000) : (char) random.nextInt(0x80));
        }
        return string.toString();
    }
}
