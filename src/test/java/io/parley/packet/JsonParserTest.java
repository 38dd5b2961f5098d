package io.parley.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.kernel.Bytes;
import jakarta.json.spi.JsonProvider;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonParserTest {
    private final JsonParser parser = new JsonParser(ParserLimits.defaults());

    public enum Colour {
        RED {
            @Override
            public String toString() {
                return "not this";
            }
        }
    }

    public record Picture(String title, byte[] pixels) {}

    public record Album(List<Picture> pictures, Object any, ByteBuffer cover, Bytes back, Optional<byte[]> none) {}

    public record Holder(Object content) {}

    public static class Node {
        public Node next;
    }

    public static class Failing {
        public String getName() {
            throw new IllegalStateException("no name today");
        }
    }

    record Hidden(String name) {}

    private EncodedPacket event(Object... arguments) {
        return parser.encode(new Packet.Event("/", -1, parser.payload("e", Arrays.asList(arguments))));
    }

    /** The JSON of one argument, without attachments. */
    private String json(Object argument) {
        var packet = event(argument);
        assertThat(packet.attachments()).isEmpty();
        assertThat(packet.text()).startsWith("2[\"e\",").endsWith("]");
        return packet.text().substring(6, packet.text().length() - 1);
    }

    @Test
    void values_areWrittenAsJavaScriptDoes() {
        assertThat(event("s", 1, 2L, (short) 3, (byte) 4, 1.5, 2.5f, true, null, 'c', new StringBuilder("b"))
                        .text())
                .isEqualTo("2[\"e\",\"s\",1,2,3,4,1.5,2.5,true,null,\"c\",\"b\"]");
        assertThat(event(new BigInteger("123456789012345678901234567890"), new BigDecimal("1.10"), new AtomicInteger(7))
                        .text())
                .isEqualTo("2[\"e\",123456789012345678901234567890,1.10,7]");
        assertThat(event(Long.MIN_VALUE, Long.MAX_VALUE, 9007199254740993L).text())
                .isEqualTo("2[\"e\",-9223372036854775808,9223372036854775807,9007199254740993]");
    }

    @Test
    void notANumber_isNull() {
        assertThat(json(Double.NaN)).isEqualTo("null");
        assertThat(json(List.of(Float.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1.5f)))
                .isEqualTo("[null,null,1.5]");
    }

    @Test
    void strings_areEscapedOnlyWhereTheyMust() {
        assertThat(json("a\"b\\c/d\b\f\n\r\t\u0000\u001f\u007f\u2028€😀"))
                .isEqualTo("\"a\\\"b\\\\c/d\\b\\f\\n\\r\\t\\u0000\\u001f\u007f\u2028€😀\"");
        assertThat(json("\ud83d")).isEqualTo("\"\\ud83d\"");
        assertThat(json("\ude00\ud83d.")).isEqualTo("\"\\ude00\\ud83d.\"");
        assertThat(json(Map.of("\"\n", 1))).isEqualTo("{\"\\\"\\n\":1}");
    }

    @Test
    void containers_keepTheirOrder() {
        var map = new LinkedHashMap<Object, Object>();
        map.put("z", 1);
        map.put(2, List.of());
        map.put(Colour.RED, Map.of());
        map.put("a", null);

        assertThat(json(map)).isEqualTo("{\"z\":1,\"2\":[],\"RED\":{},\"a\":null}");
        assertThat(json(new Object[] {1, new int[] {2, 3}, new String[0], new double[] {0.5}, new boolean[] {true}}))
                .isEqualTo("[1,[2,3],[],[0.5],[true]]");
        assertThat(json(new java.util.ArrayDeque<>(List.of(1, 2)))).isEqualTo("[1,2]");
        assertThat(json(new TreeMap<>(Map.of("b", 1, "a", 2)))).isEqualTo("{\"a\":2,\"b\":1}");
    }

    @Test
    void otherTypes_areWrittenByJsonB() {
        assertThat(json(new Holder(new Holder(List.of(1, "x"))))).isEqualTo("{\"content\":{\"content\":[1,\"x\"]}}");
        assertThat(json(Colour.RED)).isEqualTo("\"RED\"");
        assertThat(json(Instant.EPOCH)).isEqualTo("\"1970-01-01T00:00:00Z\"");
        assertThat(json(Optional.of(5))).isEqualTo("5");
        assertThat(json(Optional.empty())).isEqualTo("null");
        assertThat(json(new UUID(0, 1))).isEqualTo("\"00000000-0000-0000-0000-000000000001\"");
        assertThat(json(List.of(Map.of("d", java.time.LocalDate.of(2024, 2, 29)))))
                .isEqualTo("[{\"d\":\"2024-02-29\"}]");
        assertThat(json(new Holder(new BigDecimal("1E+500")))).isEqualTo("{\"content\":1E+500}");
        assertThat(json(new Holder(Long.MAX_VALUE))).isEqualTo("{\"content\":9223372036854775807}");
    }

    @Test
    void jsonpValues_areWritten() {
        var json = JsonProvider.provider();
        var object = json.createObjectBuilder()
                .add("a", json.createArrayBuilder().add("x").addNull().add(1.50))
                .build();

        assertThat(json(object)).isEqualTo("{\"a\":[\"x\",null,1.5]}");
        assertThat(json(List.of(jakarta.json.JsonValue.TRUE, json.createValue("s"))))
                .isEqualTo("[true,\"s\"]");
    }

    @Test
    void attachments_anywhere_areTakenInOrder() {
        var map = new LinkedHashMap<String, Object>();
        map.put("a", new byte[] {1});
        map.put("b", List.of("x", ByteBuffer.wrap(new byte[] {8, 2, 8}, 1, 1)));
        map.put("c", new Object[] {Bytes.copyOf(new byte[] {3})});

        var packet = event(map, new byte[] {4});

        assertThat(packet.text())
                .isEqualTo("54-[\"e\",{\"a\":{\"_placeholder\":true,\"num\":0},"
                        + "\"b\":[\"x\",{\"_placeholder\":true,\"num\":1}],\"c\":[{\"_placeholder\":true,\"num\":2}]},"
                        + "{\"_placeholder\":true,\"num\":3}]");
        assertThat(packet.attachments())
                .containsExactly(
                        PacketText.bytes("01"), PacketText.bytes("02"), PacketText.bytes("03"), PacketText.bytes("04"));
    }

    @Test
    void attachments_theSameBytesTwice_areTwoAttachments() {
        var bytes = new byte[] {1};

        assertThat(event(bytes, bytes).attachments()).hasSize(2);
    }

    @Test
    void attachments_inRecords_areTakenToo() {
        var album = new Album(
                List.of(new Picture("p", new byte[] {1}), new Picture("q", new byte[] {2})),
                new byte[] {3},
                ByteBuffer.wrap(new byte[] {4}),
                PacketText.bytes("05"),
                Optional.empty());

        var packet = event(album);

        assertThat(packet.text())
                .isEqualTo("55-[\"e\",{\"any\":{\"_placeholder\":true,\"num\":0},"
                        + "\"back\":{\"_placeholder\":true,\"num\":1},"
                        + "\"cover\":{\"_placeholder\":true,\"num\":2},"
                        + "\"pictures\":[{\"pixels\":{\"_placeholder\":true,\"num\":3},\"title\":\"p\"},"
                        + "{\"pixels\":{\"_placeholder\":true,\"num\":4},\"title\":\"q\"}]}]");
        assertThat(packet.attachments())
                .extracting(Bytes::toArray)
                .containsExactly(new byte[] {3}, new byte[] {5}, new byte[] {4}, new byte[] {1}, new byte[] {2});
    }

    public record Parts(Map<String, byte[]> byName, byte[][] array, Optional<ByteBuffer> optional, Object[] any) {}

    @Test
    void attachments_inContainersInRecords_areTakenToo() {
        var parts = new Parts(
                Map.of("a", new byte[] {1}),
                new byte[][] {{2}},
                Optional.of(ByteBuffer.wrap(new byte[] {3})),
                new Object[] {List.of(PacketText.bytes("04"))});

        assertThat(PacketText.value(received(event(List.of(parts))).toList()))
                .isEqualTo("[[{any:[[<04>]],array:[<02>],byName:{a:<01>},optional:<03>}]]");
    }

    @Test
    void attachments_moreThanAllowed_areRefused() {
        var ten = IntStream.range(0, 10).mapToObj(i -> new byte[] {(byte) i}).toList();

        assertThat(event(ten).attachments()).hasSize(10);
        assertThatThrownBy(() -> event("x", ten, new byte[1]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("argument 2: more than 10 attachments");
    }

    @Test
    void attachments_inConnect_areRefused() {
        assertThatThrownBy(() -> parser.object(Map.of("a", new byte[1])))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("only events and acks have attachments");
    }

    @Test
    void whatLooksLikeAPlaceholder_isDataWithoutAttachments() {
        assertThat(json(Map.of("_placeholder", true))).isEqualTo("{\"_placeholder\":true}");
        assertThat(json(new Holder(Map.of("_placeholder", true)))).isEqualTo("{\"content\":{\"_placeholder\":true}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "\"true\"", "1", "\"x\"", "[]", "{}", "0.5"})
    void whatLooksLikeAPlaceholder_isMadeHarmlessBesideAttachments(String flag) {
        var hostile = received("{\"_placeholder\":" + flag + ",\"num\":0}");
        var harmless = "{\"_placeholder\":false,\"num\":0}";
        var picture = new Picture("p", new byte[] {1});

        assertThat(event(hostile, new byte[] {1}).text())
                .isEqualTo("51-[\"e\"," + harmless + ",{\"_placeholder\":true,\"num\":0}]");
        assertThat(event(new byte[] {1}, Map.of("deep", List.of(hostile.get(0))))
                        .text())
                .isEqualTo("51-[\"e\",{\"_placeholder\":true,\"num\":0},{\"deep\":[" + harmless + "]}]");
        assertThat(event(new Holder(List.of(hostile.get(0), picture))).text())
                .isEqualTo("51-[\"e\",{\"content\":[" + harmless
                        + ",{\"pixels\":{\"_placeholder\":true,\"num\":0},\"title\":\"p\"}]}]");
        assertThat(received(event(hostile, new byte[] {1})).get(1, byte[].class))
                .containsExactly(1);
    }

    @Test
    void whatLooksLikeAPlaceholder_butWithFalse_staysAsItIs() {
        assertThat(event(received("{\"_placeholder\":null}"), new byte[1]).text())
                .contains("{\"_placeholder\":null}");
    }

    private Arguments received(String json) {
        return received(new EncodedPacket("2[\"e\"," + json + "]", List.of()));
    }

    private Arguments received(EncodedPacket encoded) {
        var decoder = parser.decoder();
        var packet = decoder.text(encoded.text());
        for (var attachment : encoded.attachments()) {
            packet = decoder.binary(attachment);
        }
        return ((Packet.Event) packet).payload().arguments();
    }

    @Test
    void receivedArguments_passedOn_standForAllTheyHold() {
        var received = received("1,{\"b\":[\"x\"],\"a\":9007199254740993},1e400");

        assertThat(event("first", received, "last").text())
                .isEqualTo("2[\"e\",\"first\",1,{\"b\":[\"x\"],\"a\":9007199254740993},1E+400,\"last\"]");
        assertThat(event(received("1").get(5), Arguments.of()).text()).isEqualTo("2[\"e\",null]");
        assertThat(json(List.of(Arguments.of(1, 2)))).isEqualTo("[[1,2]]");
    }

    @Test
    void receivedAttachments_passedOn_areNumberedAnew() {
        var received = received(event(new byte[] {1}, Map.of("x", new byte[] {2})));

        var packet = event(new byte[] {0}, received);

        assertThat(packet.text())
                .isEqualTo("53-[\"e\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1},"
                        + "{\"x\":{\"_placeholder\":true,\"num\":2}}]");
        assertThat(packet.attachments())
                .containsExactly(PacketText.bytes("00"), PacketText.bytes("01"), PacketText.bytes("02"));
    }

    @Test
    void payload_isASnapshot() {
        var bytes = new byte[] {1};
        var map = new HashMap<String, Object>(Map.of("b", bytes));
        var payload = parser.payload("e", List.of(map));
        bytes[0] = 9;
        map.clear();

        assertThat(parser.encode(new Packet.Event("/", -1, payload)))
                .isEqualTo(new EncodedPacket(
                        "51-[\"e\",{\"b\":{\"_placeholder\":true,\"num\":0}}]", List.of(PacketText.bytes("01"))));
        assertThat(payload.name()).isEqualTo("e");
        assertThat(payload.arguments()).isEqualTo(Arguments.of(Map.of("b", new byte[] {1})));
    }

    @Test
    void payload_servesManyPackets() {
        var payload = parser.payload("e", List.of("x"));

        assertThat(parser.encode(new Packet.Event("/", -1, payload)).text()).isEqualTo("2[\"e\",\"x\"]");
        assertThat(parser.encode(new Packet.Event("/a", 7, payload)).text()).isEqualTo("2/a,7[\"e\",\"x\"]");
    }

    @Test
    void payload_ofAnotherParser_isWritten() {
        Payload foreign = new Payload() {
            @Override
            public Arguments arguments() {
                return Arguments.of(1, new byte[] {2});
            }

            @Override
            public String name() {
                return "n";
            }
        };

        assertThat(parser.encode(new Packet.Event("/", -1, foreign)).text())
                .isEqualTo("51-[\"n\",1,{\"_placeholder\":true,\"num\":0}]");
        assertThat(parser.encode(new Packet.Ack("/", 3, foreign)).text())
                .isEqualTo("61-3[1,{\"_placeholder\":true,\"num\":0}]");
        assertThat(parser.encode(new Packet.Connect("/", foreign)).text()).isEqualTo("01");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})
    void reservedEvents_areRefused(String name) {
        assertThatThrownBy(() -> parser.payload(name, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + name + "\" is a reserved event name");
        assertThat(ReservedEvents.contains(name)).isTrue();
        assertThat(parser.payload(List.of(name)).arguments().toList()).containsExactly(name);
    }

    @Test
    void whatContainsItself_isRefused() {
        var list = new ArrayList<Object>();
        list.add(list);
        list.add(list);
        var map = new HashMap<String, Object>();
        map.put("array", new Object[] {map});
        var node = new Node();
        node.next = node;

        for (var cycle : List.of(list, map, node, new Holder(list), new Holder(node))) {
            assertThatThrownBy(() -> event("x", cycle))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("argument 1: ");
        }
        assertThatThrownBy(() -> parser.object(map)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNestedTooDeep_isRefused() {
        Object deepest = 1;
        for (int i = 0; i < 63; i++) {
            deepest = i % 2 == 0 ? List.of(deepest) : Map.of("a", deepest);
        }
        var allowed = deepest;

        assertThat(received(event(allowed)).get(0)).isNotNull();
        assertThatThrownBy(() -> event(List.of(allowed)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("argument 0: nested deeper than 64, or contains itself");
        assertThatThrownBy(() -> event(new Holder(allowed)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested deeper than 64");
    }

    @Test
    void whatIsNestedFarTooDeepInABean_isRefusedWithoutStackOverflow() {
        var node = new Node();
        for (int i = 0; i < 100_000; i++) {
            var outer = new Node();
            outer.next = node;
            node = outer;
        }
        var deep = node;

        assertThatThrownBy(() -> event(deep)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatJsonBCannotWrite_isRefused() {
        assertThatThrownBy(() -> event(new Failing()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("argument 0: JSON-B cannot write " + Failing.class.getName())
                .hasStackTraceContaining("no name today");
        assertThatThrownBy(() -> event(1, new Hidden("n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("argument 1: JSON-B cannot write " + Hidden.class.getName() + ", which is not public");
    }

    @Test
    void whatJsonBCannotWrite_isLoggedByNobody() {
        var records = new ArrayList<LogRecord>();
        var log = Logger.getLogger("org.eclipse.yasson");
        var handler = new Handler() {
            @Override
            public void publish(LogRecord written) {
                records.add(written);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        log.addHandler(handler);
        try {
            assertThatThrownBy(() -> parser.payload("e", List.of(new NotPublic("x"))))
                    .isInstanceOf(IllegalArgumentException.class);
        } finally {
            log.removeHandler(handler);
        }
        assertThat(records).isEmpty();
    }

    private record NotPublic(String text) {}

    @Test
    void nullKeys_areRefused() {
        var map = new HashMap<String, Object>();
        map.put(null, 1);

        assertThatThrownBy(() -> event(map)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void object_isWrittenAlone() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("sid", "abc");
        fields.put("pid", null);

        assertThat(parser.encode(new Packet.Connect("/admin", parser.object(fields)))
                        .text())
                .isEqualTo("0/admin,{\"sid\":\"abc\",\"pid\":null}");
        assertThat(parser.object(fields).arguments()).isEqualTo(Arguments.of(fields));
    }

    @Test
    void packets_withImpossibleParts_areRefused() {
        var payload = parser.payload(List.of());

        assertThatThrownBy(() -> new Packet.Disconnect("admin")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Packet.Disconnect("/a,b")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Packet.Event("/", -2, payload)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Packet.Ack("/", -1, payload)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void encodedPackets_areEqualByContent() {
        var attachments = new ArrayList<>(List.of(PacketText.bytes("01")));
        var packet = new EncodedPacket("x", attachments);
        attachments.clear();

        assertThat(packet).isEqualTo(new EncodedPacket("x", List.of(PacketText.bytes("01"))));
        assertThatThrownBy(() -> packet.attachments().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThat(packet).isNotEqualTo(new EncodedPacket(null, packet.attachments()));
        assertThatThrownBy(() -> new EncodedPacket(null, List.of())).isInstanceOf(IllegalArgumentException.class);
    }
}
