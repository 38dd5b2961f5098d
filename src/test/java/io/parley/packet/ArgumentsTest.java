package io.parley.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.kernel.Bytes;
import jakarta.json.bind.annotation.JsonbProperty;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
    private final JsonParser parser = new JsonParser(ParserLimits.defaults());

    public enum Colour {
        RED,
        GREEN
    }

    public record Author(String name, Optional<String> mail) {}

    public record Message(
            String text,
            int likes,
            long id,
            double weight,
            Author author,
            List<Author> readers,
            Colour colour,
            LocalDate day,
            byte[] picture,
            ByteBuffer sound,
            List<byte[]> parts,
            Map<String, Object> more) {}

    public static class Bean {
        private String title = "";

        @JsonbProperty("t")
        public String getTitle() {
            return title;
        }

        @JsonbProperty("t")
        public void setTitle(String title) {
            this.title = title;
        }
    }

    public record Small(byte b, short s, int i, long l) {}

    public record Picky(String name) {
        public Picky {
            if (name == null) {
                throw new IllegalStateException("no name");
            }
        }
    }

    /** The arguments of an event with this JSON after its name. */
    private Arguments received(String json, String... attachments) {
        var decoder = parser.decoder();
        if (attachments.length == 0) {
            return ((Packet.Event) decoder.text("2[\"e\"," + json + "]"))
                    .payload()
                    .arguments();
        }
        var packet = decoder.text("5" + attachments.length + "-[\"e\"," + json + "]");
        for (var attachment : attachments) {
            packet = decoder.binary(PacketText.bytes(attachment));
        }
        return ((Packet.Event) packet).payload().arguments();
    }

    private static final String FIRST = "{\"_placeholder\":true,\"num\":0}";
    private static final String SECOND = "{\"_placeholder\":true,\"num\":1}";
    private static final String THIRD = "{\"_placeholder\":true,\"num\":2}";

    @Test
    void get_givesTheNaturalValue() {
        var arguments = received("\"s\",true,1,9007199254740993,1.5,1e400,null,[1,null],{\"b\":1,\"a\":[]}");

        assertThat(arguments.size()).isEqualTo(9);
        assertThat(arguments.isEmpty()).isFalse();
        assertThat(arguments.toList())
                .containsExactly(
                        "s",
                        true,
                        1L,
                        9007199254740993L,
                        1.5,
                        new BigDecimal("1e400"),
                        null,
                        Arrays.asList(1L, null),
                        Map.of("b", 1L, "a", List.of()));
        assertThat(((Map<?, ?>) arguments.get(8)).keySet().stream().map(Object::toString))
                .containsExactly("b", "a");
    }

    @Test
    void get_beyondTheLast_isNull() {
        assertThat(received("1").get(1)).isNull();
        assertThat(received("1").get(1, String.class)).isNull();
        assertThat(received("1").get(1, Message.class)).isNull();
        assertThatThrownBy(() -> received("1").get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void get_collections_areImmutable() {
        var arguments = received("[1],{\"a\":1}");

        assertImmutable(arguments);
        assertImmutable(received("[1],{\"a\":1}," + FIRST, "01"));
        assertImmutable(Arguments.of(new ArrayList<>(List.of(1)), new java.util.HashMap<>(Map.of("a", 1))));
    }

    @SuppressWarnings("unchecked")
    private static void assertImmutable(Arguments arguments) {
        assertThatThrownBy(() -> ((List<Object>) arguments.get(0)).add(2))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> ((Map<String, Object>) arguments.get(1)).put("b", 2))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> arguments.toList().add(2)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void get_attachments_areCopies() {
        var arguments = received(FIRST + ",{\"deep\":[" + SECOND + "]}", "0102", "03");

        ((byte[]) arguments.get(0))[0] = 9;
        assertThat((byte[]) arguments.get(0)).containsExactly(1, 2);
        assertThat(arguments.get(0, byte[].class)).containsExactly(1, 2);
        assertThat(arguments.get(0, Bytes.class)).isEqualTo(PacketText.bytes("0102"));
        assertThat(arguments.get(0, ByteBuffer.class)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThatThrownBy(() -> arguments.get(0, ByteBuffer.class).put((byte) 1))
                .isInstanceOf(ReadOnlyBufferException.class);
        assertThat(PacketText.value(arguments.get(1))).isEqualTo("{deep:[<03>]}");
        assertThat(PacketText.value(arguments.get(1, Map.class))).isEqualTo("{deep:[<03>]}");
        assertThat(PacketText.value(arguments.toList())).isEqualTo("[<0102>,{deep:[<03>]}]");
    }

    @Test
    void get_typed_plainValues() {
        var arguments = received("\"s\",true,1,{\"a\":1},[1]");

        assertThat(arguments.get(0, String.class)).isEqualTo("s");
        assertThat(arguments.get(0, CharSequence.class)).isEqualTo("s");
        assertThat(arguments.get(0, char.class)).isEqualTo('s');
        assertThat(arguments.get(0, Object.class)).isEqualTo("s");
        assertThat(arguments.get(1, boolean.class)).isTrue();
        assertThat(arguments.get(1, Boolean.class)).isTrue();
        assertThat((Map<?, ?>) arguments.get(3, Map.class)).isEqualTo(Map.of("a", 1L));
        assertThat((List<?>) arguments.get(4, List.class)).isEqualTo(List.of(1L));
        assertThat((Collection<?>) arguments.get(4, Collection.class)).isEqualTo(List.of(1L));
        assertThat(arguments.get(4, Object.class)).isEqualTo(List.of(1L));
    }

    @Test
    void get_typed_numbers() {
        var arguments = received("100,2.0,1e30,0.1");

        assertThat(arguments.get(0, int.class)).isEqualTo(100);
        assertThat(arguments.get(0, Integer.class)).isEqualTo(100);
        assertThat(arguments.get(0, long.class)).isEqualTo(100);
        assertThat(arguments.get(0, short.class)).isEqualTo((short) 100);
        assertThat(arguments.get(0, Byte.class)).isEqualTo((byte) 100);
        assertThat(arguments.get(0, double.class)).isEqualTo(100.0);
        assertThat(arguments.get(0, Float.class)).isEqualTo(100f);
        assertThat(arguments.get(0, Number.class)).isEqualTo(100L);
        assertThat(arguments.get(0, BigInteger.class)).isEqualTo(BigInteger.valueOf(100));
        assertThat(arguments.get(1, int.class)).isEqualTo(2);
        assertThat(arguments.get(1, Long.class)).isEqualTo(2);
        assertThat(arguments.get(2, BigInteger.class)).isEqualTo(BigInteger.TEN.pow(30));
        assertThat(arguments.get(3, BigDecimal.class)).isEqualTo(new BigDecimal("0.1"));
        assertThat(arguments.get(3, float.class)).isEqualTo(0.1f);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "300 byte",
                "40000 short",
                "2147483648 int",
                "9223372036854775808 long",
                "1.5 int",
                "1.5 long",
                "0.5 BigInteger",
                "1e400 double",
                "1e300 float",
                "\"5\" int",
                "true int",
                "null int",
                "null boolean",
                "5 String",
                "true String",
                "[] String",
                "\"true\" Boolean",
                "1 boolean",
                "\"ab\" char",
                "1 char",
                "\"AQ==\" byte[]",
                "[1] byte[]",
                "\"AQ==\" ByteBuffer",
                "{} List",
                "[] Map",
                "1 Map",
                "\"s\" Number",
                "\"BLUE\" Colour",
                "5 Message",
                "[] Message",
                "{\"likes\":\"x\"} Message",
                "{} Picky",
                "{\"i\":\"five\"} Small",
                "{\"i\":2147483648} Small",
                "{\"i\":1.5} Small",
                "{\"i\":1e300} Small",
                "{\"l\":9223372036854775808} Small",
                "{\"l\":0.5} Small",
                "{\"s\":32768} Small",
                "{\"b\":-129} Small",
                "{\"i\":null} Small",
                "[1,2147483648] int[]",
                "[1.5] Long[]",
                "\"yesterday\" Instant",
            })
    void get_typed_whatDoesNotFit_isRefused(String argumentAndType) {
        int blank = argumentAndType.lastIndexOf(' ');
        var arguments = received("0," + argumentAndType.substring(0, blank));
        var type = type(argumentAndType.substring(blank + 1));

        assertThatThrownBy(() -> arguments.get(1, type))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("argument 1 is no " + type.getTypeName());
    }

    private static Class<?> type(String simpleName) {
        return List.of(
                        byte.class,
                        short.class,
                        int.class,
                        long.class,
                        BigInteger.class,
                        double.class,
                        float.class,
                        String.class,
                        boolean.class,
                        Boolean.class,
                        char.class,
                        byte[].class,
                        ByteBuffer.class,
                        List.class,
                        Map.class,
                        Number.class,
                        Colour.class,
                        Message.class,
                        Picky.class,
                        Small.class,
                        int[].class,
                        Long[].class,
                        Instant.class)
                .stream()
                .filter(type -> type.getSimpleName().equals(simpleName))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void get_record_throughJsonB() {
        var arguments = received("""
                {"text":"hi","likes":3,"id":9007199254740993,"weight":0.5,"unknown":{},
                 "author":{"name":"a","mail":"m"},"readers":[{"name":"b"}],"colour":"GREEN","day":"2024-02-29",
                 "picture":%s,"sound":%s,
                 "parts":[%s],"more":{"k":"v"}}""".formatted(FIRST, SECOND, THIRD), "0102", "03", "04");

        var message = arguments.get(0, Message.class);

        assertThat(message.text()).isEqualTo("hi");
        assertThat(message.likes()).isEqualTo(3);
        assertThat(message.id()).isEqualTo(9007199254740993L);
        assertThat(message.weight()).isEqualTo(0.5);
        assertThat(message.author()).isEqualTo(new Author("a", Optional.of("m")));
        assertThat(message.readers()).containsExactly(new Author("b", Optional.empty()));
        assertThat(message.colour()).isEqualTo(Colour.GREEN);
        assertThat(message.day()).isEqualTo("2024-02-29");
        assertThat(message.picture()).containsExactly(1, 2);
        assertThat(message.sound()).isEqualTo(ByteBuffer.wrap(new byte[] {3}));
        assertThat(message.parts().get(0)).containsExactly(4);
        assertThat(message.more()).containsEntry("k", "v");
    }

    public record Parts(
            Bytes bytes,
            Optional<byte[]> optional,
            Map<String, byte[]> byName,
            byte[][] array,
            List<List<ByteBuffer>> lists,
            Picture picture,
            List<Picture> pictures) {}

    public record Picture(byte[] pixels) {}

    @Test
    void get_record_withAttachmentsAnywhere() {
        var parts = received(
                        ("{\"bytes\":%s,\"optional\":%s,\"byName\":{\"a\":%s},\"array\":[%s],\"lists\":[[%s]],"
                                        + "\"picture\":{\"pixels\":%s},\"pictures\":[{\"pixels\":%s}]}")
                                .formatted(placeholders(7)),
                        "00",
                        "01",
                        "02",
                        "03",
                        "04",
                        "05",
                        "06")
                .get(0, Parts.class);

        assertThat(parts.bytes()).isEqualTo(PacketText.bytes("00"));
        assertThat(parts.optional().orElseThrow()).containsExactly(1);
        assertThat(parts.byName().get("a")).containsExactly(2);
        assertThat(parts.array()).isDeepEqualTo(new byte[][] {{3}});
        assertThat(parts.lists()).containsExactly(List.of(ByteBuffer.wrap(new byte[] {4})));
        assertThat(parts.picture().pixels()).containsExactly(5);
        assertThat(parts.pictures().get(0).pixels()).containsExactly(6);
    }

    public record Loose(
            Object any,
            Map<String, Object> map,
            List<?> list,
            @Nullable Object nothing) {}

    @Test
    void get_record_withMembersOfAnyType_holdsBytesToo() {
        var loose = received(
                        ("{\"any\":%s,\"map\":{\"a\":%s,\"b\":[1,2.5,\"s\",true,null,{\"c\":%s}]},\"list\":[%s,\"x\"],"
                                        + "\"nothing\":null}")
                                .formatted(placeholders(4)),
                        "00",
                        "01",
                        "02",
                        "03")
                .get(0, Loose.class);

        assertThat(PacketText.value(loose.any())).isEqualTo("<00>");
        assertThat(PacketText.value(loose.map())).isEqualTo("{a:<01>,b:[1,2.5,\"s\",true,null,{c:<02>}]}");
        assertThat(PacketText.value(loose.list())).isEqualTo("[<03>,\"x\"]");
        assertThat(loose.nothing()).isNull();
        assertThat(loose.map().get("b"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .startsWith(1L, 2.5);
    }

    @Test
    void get_record_bytesAsBase64_areBytesToo() {
        assertThat(received("{\"pixels\":\"AQI=\"}").get(0, Picture.class).pixels())
                .containsExactly(1, 2);
        assertThatThrownBy(() -> received("{\"pixels\":\"no base64\"}").get(0, Picture.class))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> received("{\"pixels\":[1,2]}").get(0, Picture.class))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> received("{\"pixels\":{\"x\":\"AQI=\"}}").get(0, Picture.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    public record Binary(byte[] array, ByteBuffer buffer, Bytes bytes) {}

    @Test
    void get_record_noBytes_areNull() {
        assertThat(received("{\"array\":null,\"buffer\":null,\"bytes\":null}").get(0, Binary.class))
                .isEqualTo(new Binary(null, null, null));
    }

    public record Large(BigDecimal decimal, BigInteger integer, Number number) {}

    public record Numbers(
            Double single,
            List<Double> doubles,
            List<Float> floats,
            List<Long> longs,
            List<Integer> ints,
            Map<String, Short> shorts,
            Set<Byte> bytes) {}

    @Test
    void record_collectionsOfNumbers_haveTheirTypes() {
        var read = received("{\"single\":1,\"doubles\":[1,2.5],\"floats\":[0.5],\"longs\":[7],\"ints\":[8],"
                        + "\"shorts\":{\"a\":9},\"bytes\":[1]}")
                .get(0, Numbers.class);

        assertThat(read)
                .isEqualTo(new Numbers(
                        1.0,
                        List.of(1.0, 2.5),
                        List.of(0.5f),
                        List.of(7L),
                        List.of(8),
                        Map.of("a", (short) 9),
                        Set.of((byte) 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"ints\":[1.5]", "\"ints\":[3000000000]", "\"bytes\":[300]", "\"longs\":[1e30]"})
    void record_collectionsOfNumbers_takeNoneThatDoesNotFit(String member) {
        var arguments = received("{" + member + "}");

        assertThatThrownBy(() -> arguments.get(0, Numbers.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void get_record_largeNumbers() {
        assertThat(received("{\"decimal\":1.5,\"integer\":12,\"number\":3}").get(0, Large.class))
                .isEqualTo(new Large(new BigDecimal("1.5"), BigInteger.valueOf(12), BigDecimal.valueOf(3)));
        assertThat(received("{\"decimal\":\"-1.5e3\",\"integer\":\"12\",\"number\":\"3\"}")
                        .get(0, Large.class))
                .isEqualTo(new Large(new BigDecimal("-1.5e3"), BigInteger.valueOf(12), BigDecimal.valueOf(3)));
        assertThat(received("{\"decimal\":null,\"integer\":null}").get(0, Large.class))
                .isEqualTo(new Large(null, null, null));
    }

    /** 10,000 digits are as much too long as a million, of which each would keep a thread busy for 15 s. */
    @ParameterizedTest
    @ValueSource(strings = {"decimal", "integer", "number"})
    void get_record_largeNumbersAsText_areBounded(String member) {
        for (var text : List.of("1e999999999", "1e-999999999", "1e465", "9".repeat(65), "9".repeat(10_000), "x")) {
            var arguments = received("{\"" + member + "\":\"" + text + "\"}");

            assertThatThrownBy(() -> arguments.get(0, Large.class))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("Large");
        }
    }

    @Test
    void get_containerTypes_throughJsonB() {
        var arguments = received("[%s,%s]".formatted(placeholders(2)), "00", "01");

        assertThat(arguments.get(0, byte[][].class)).isDeepEqualTo(new byte[][] {{0}, {1}});
        assertThat(arguments.get(0, ByteBuffer[].class))
                .containsExactly(ByteBuffer.wrap(new byte[] {0}), ByteBuffer.wrap(new byte[] {1}));
        assertThat(arguments.get(0, Object[].class)).hasSize(2).hasOnlyElementsOfType(byte[].class);
        assertThat(PacketText.value(
                        Arrays.asList(arguments.get(0, LinkedHashSet.class).toArray())))
                .isEqualTo("[<00>,<01>]");
    }

    private static Object[] placeholders(int count) {
        return IntStream.range(0, count)
                .mapToObj("{\"_placeholder\":true,\"num\":%d}"::formatted)
                .toArray();
    }

    @Test
    void get_record_missingMembers_areNullOrZero() {
        var message = received("{}").get(0, Message.class);

        assertThat(message.text()).isNull();
        assertThat(message.likes()).isZero();
        assertThat(received("{\"b\":-128,\"s\":32767,\"i\":2147483647,\"l\":1.0}")
                        .get(0, Small.class))
                .isEqualTo(new Small((byte) -128, Short.MAX_VALUE, Integer.MAX_VALUE, 1));
    }

    @Test
    void get_otherTypes_throughJsonB() {
        var uuid = UUID.nameUUIDFromBytes(new byte[] {1});
        var arguments = received("{\"t\":\"x\"},\"RED\",\"1970-01-01T00:00:01Z\",\"PT3S\",\"" + uuid
                + "\",[1,2],[\"a\",\"b\"],[{\"name\":\"n\"}]");

        assertThat(arguments.get(0, Bean.class).getTitle()).isEqualTo("x");
        assertThat(arguments.get(1, Colour.class)).isEqualTo(Colour.RED);
        assertThat(arguments.get(2, Instant.class)).isEqualTo(Instant.ofEpochSecond(1));
        assertThat(arguments.get(3, Duration.class)).isEqualTo(Duration.ofSeconds(3));
        assertThat(arguments.get(4, UUID.class)).isEqualTo(uuid);
        assertThat(arguments.get(5, int[].class)).containsExactly(1, 2);
        assertThat(arguments.get(6, String[].class)).containsExactly("a", "b");
        assertThat((Set<?>) arguments.get(6, Set.class)).isEqualTo(Set.of("a", "b"));
        assertThat(arguments.get(7, Author[].class)).containsExactly(new Author("n", Optional.empty()));
    }

    @Test
    void get_throughJsonB_fromManyThreadsAtOnce() throws Exception {
        var arguments = received("{\"name\":\"n\"}");
        var pool = Executors.newFixedThreadPool(4);
        try {
            Callable<Author> task = () -> arguments.get(0, Author.class);
            for (var result : pool.invokeAll(java.util.Collections.nCopies(64, task))) {
                assertThat(result.get()).isEqualTo(new Author("n", Optional.empty()));
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void of_copiesWhatCanChange() {
        var bytes = new byte[] {1};
        var list = new ArrayList<Object>(List.of(1, bytes));
        var map = new java.util.LinkedHashMap<Object, Object>(Map.of("list", list));
        var arguments = Arguments.of(list, map, bytes, ByteBuffer.wrap(bytes), new int[] {1, 2});
        bytes[0] = 9;
        list.clear();
        map.clear();

        assertThat(PacketText.value(arguments.toList())).isEqualTo("[[1,<01>],{list:[1,<01>]},<01>,<01>,[1,2]]");
    }

    @Test
    void of_givesNaturalValues() {
        var author = new Author("a", Optional.empty());
        var arguments = Arguments.of(
                1,
                (short) 2,
                (byte) 3,
                4L,
                1.1f,
                2.5,
                BigInteger.TWO,
                'c',
                new StringBuilder("b"),
                null,
                author,
                Map.of("name", "m"),
                Arguments.of("inner"));

        assertThat(arguments.toList())
                .containsExactly(
                        1L,
                        2L,
                        3L,
                        4L,
                        1.1,
                        2.5,
                        new BigDecimal(2),
                        "c",
                        "b",
                        null,
                        author,
                        Map.of("name", "m"),
                        List.of("inner"));
        assertThat(arguments.get(10, Author.class)).isSameAs(author);
        assertThat(arguments.get(11, Author.class)).isEqualTo(new Author("m", Optional.empty()));
    }

    @Test
    void of_whatContainsItself_isRefused() {
        var list = new ArrayList<Object>();
        list.add(Map.of("list", list));

        assertThatThrownBy(() -> Arguments.of(list)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void equality_isByValue() {
        assertThat(received("1,[\"a\"]," + FIRST, "01"))
                .isEqualTo(Arguments.of(1, List.of("a"), new byte[] {1}))
                .hasSameHashCodeAs(Arguments.of(1, List.of("a"), new byte[] {1}))
                .isNotEqualTo(Arguments.of(1, List.of("a"), new byte[] {2}));
    }

    @Test
    void toString_tellsNothing() {
        assertThat(received("\"secret\"")).hasToString("Arguments[1]");
    }
}
