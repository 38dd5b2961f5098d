package io.parley.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.kernel.Bytes;
import jakarta.json.bind.annotation.JsonbDateFormat;
import jakarta.json.spi.JsonProvider;
import java.lang.reflect.InvocationTargetException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MsgpackParserTest {
    private final Parser parser = new MsgpackParser(ParserLimits.defaults().withMaxKeys(Integer.MAX_VALUE));

    public enum Colour {
        RED
    }

    public record Picture(String title, byte[] pixels) {}

    public record Album(
            List<Picture> pictures,
            @Nullable Object any,
            ByteBuffer cover,
            Bytes back,
            Map<String, byte[]> byName,
            Optional<byte[]> none) {}

    public record Appointment(
            Instant start,
            Date end,
            Optional<Instant> alarm,
            @JsonbDateFormat("dd.MM.yyyy") LocalDate day,
            Map<String, Object> more) {}

    public record Moments(Instant instant, Date date, OffsetDateTime offset, Optional<Instant> optional) {}

    record Hidden(String name) {}

    private EncodedPacket event(@Nullable Object... arguments) {
        return parser.encode(new Packet.Event("/", -1, parser.payload("e", Arrays.asList(arguments))));
    }

    private static String hexadecimal(EncodedPacket packet) {
        assertThat(packet.text()).isNull();
        assertThat(packet.attachments()).hasSize(1);
        return HexFormat.of().formatHex(packet.attachments().get(0).toArray());
    }

    /** The bytes of one argument. */
    private String written(@Nullable Object argument) {
        var head = "83a47479706502a36e7370a12fa46461746192a165";
        var packet = hexadecimal(event(argument));
        assertThat(packet).startsWith(head);
        return packet.substring(head.length());
    }

    private Arguments received(EncodedPacket packet) {
        return ((Packet.Event) parser.decoder().binary(packet.attachments().get(0)))
                .payload()
                .arguments();
    }

    @Test
    void packets_areThoseOfTheReference() {
        var none = parser.payload(List.of());

        assertThat(hexadecimal(parser.encode(new Packet.Connect("/", null)))).isEqualTo("82a47479706500a36e7370a12f");
        assertThat(hexadecimal(parser.encode(new Packet.Connect("/", parser.object(Map.of("sid", "abc"))))))
                .isEqualTo("83a47479706500a36e7370a12fa46461746181a3736964a3616263");
        assertThat(hexadecimal(parser.encode(new Packet.Disconnect("/a")))).isEqualTo("82a47479706501a36e7370a22f61");
        assertThat(hexadecimal(parser.encode(new Packet.Event("/", 7, parser.payload("hi", List.of(1))))))
                .isEqualTo("84a47479706502a36e7370a12fa2696407a46461746192a2686901");
        assertThat(hexadecimal(parser.encode(new Packet.Ack("/a", 12, parser.payload(List.of("ok"))))))
                .isEqualTo("84a47479706503a36e7370a22f61a269640ca46461746191a26f6b");
        assertThat(hexadecimal(parser.encode(new Packet.Ack("/", 0, none))))
                .isEqualTo("84a47479706503a36e7370a12fa2696400a46461746190");
        assertThat(hexadecimal(parser.encode(new Packet.ConnectError("/", parser.object(Map.of("message", "no"))))))
                .isEqualTo("83a47479706504a36e7370a12fa46461746181a76d657373616765a26e6f");
    }

    @Test
    void values_areThoseOfTheReference() {
        assertThat(written(null)).isEqualTo("c0");
        assertThat(written(true)).isEqualTo("c3");
        assertThat(written("a")).isEqualTo("a161");
        assertThat(written('a')).isEqualTo("a161");
        assertThat(written(new StringBuilder("a"))).isEqualTo("a161");
        assertThat(written(Colour.RED)).isEqualTo("a3524544");
        assertThat(written(new byte[] {1, 2})).isEqualTo("c4020102");
        assertThat(written(ByteBuffer.wrap(new byte[] {0, 1, 2, 3}, 1, 2))).isEqualTo("c4020102");
        assertThat(written(PacketText.bytes("0102"))).isEqualTo("c4020102");
        assertThat(written(new Date(1_700_000_000_000L))).isEqualTo("d7000000018bcfe56800");
        assertThat(written(new java.sql.Date(-1))).isEqualTo("d700ffffffffffffffff");
        assertThat(written(Instant.ofEpochMilli(-1))).isEqualTo("d700ffffffffffffffff");
        assertThat(written(List.of())).isEqualTo("90");
        assertThat(written(new int[] {1, 2})).isEqualTo("920102");
        assertThat(written(new byte[][] {{1}, {}})).isEqualTo("92c40101c400");
        assertThat(written(Map.of(1, Optional.of("x")))).isEqualTo("81a131a178");
        assertThat(written(Map.of(Colour.RED, List.of(Arguments.of(1))))).isEqualTo("81a3524544919101");
        assertThat(written(JsonProvider.provider()
                        .createObjectBuilder()
                        .add("a", 1)
                        .build()))
                .isEqualTo("81a16101");
        assertThat(written(Optional.empty())).isEqualTo("c0");
    }

    @Test
    void numbers_areThoseOfTheReference() {
        assertThat(written(127)).isEqualTo("7f");
        assertThat(written((short) 128)).isEqualTo("cc80");
        assertThat(written(65_535)).isEqualTo("cdffff");
        assertThat(written(3_000_000_000L)).isEqualTo("ceb2d05e00");
        assertThat(written(9_007_199_254_740_993L)).isEqualTo("cf0020000000000001");
        assertThat(written((byte) -32)).isEqualTo("e0");
        assertThat(written(-33)).isEqualTo("d0df");
        assertThat(written(-200)).isEqualTo("d1ff38");
        assertThat(written(Integer.MIN_VALUE)).isEqualTo("d280000000");
        assertThat(written(Long.MIN_VALUE)).isEqualTo("d38000000000000000");
        assertThat(written(new AtomicInteger(7))).isEqualTo("07");
        assertThat(written(1.5)).isEqualTo("cb3ff8000000000000");
        assertThat(written(1.1f)).isEqualTo(written(1.1));
        assertThat(written(2.0)).isEqualTo("cb4000000000000000");
        assertThat(written(Double.NaN)).isEqualTo("cb7ff8000000000000");
        assertThat(written(Float.NEGATIVE_INFINITY)).isEqualTo("cbfff0000000000000");
        assertThat(written(BigInteger.TWO.pow(64).subtract(BigInteger.ONE))).isEqualTo("cfffffffffffffffff");
        assertThat(written(BigInteger.TWO.pow(64))).isEqualTo(written(0x1p64));
        assertThat(written(BigInteger.TWO.pow(63).negate())).isEqualTo("d38000000000000000");
        assertThat(written(BigInteger.TWO.pow(64).negate())).isEqualTo(written(-0x1p64));
        assertThat(written(new BigDecimal("5"))).isEqualTo("05");
        assertThat(written(new BigDecimal("1.10"))).isEqualTo(written(1.1));
        assertThat(written(new BigDecimal("1e999999999"))).isEqualTo(written(Double.POSITIVE_INFINITY));
    }

    @Test
    void strings_areUtf8() {
        assertThat(written("€😀")).isEqualTo("a7e282acf09f9880");
        assertThat(written("?\ud800?\udc00")).isEqualTo("a83fefbfbd3fefbfbd");
        assertThat(received(event("x\ud83d", "\ude00😀")).toList()).containsExactly("x\ufffd", "\ufffd😀");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 31, 32, 255, 256, 511, 512, 8191, 8192, 65_535, 65_536, 200_000})
    void sizes_aroundThoseOfTheFormats_areReadAgain(int size) {
        var text = "é".repeat(size / 2) + "x".repeat(size % 2);
        var bytes = new byte[size];
        var list = Collections.nCopies(size, 1L);
        var map = new LinkedHashMap<String, Object>();
        for (int i = 0; i < size; i++) {
            map.put("k" + i, i * 1.5);
        }

        var read = received(event(text, bytes, list, map, "end"));

        assertThat(read.get(0)).isEqualTo(text);
        assertThat(read.get(1, Bytes.class)).isEqualTo(Bytes.owned(bytes));
        assertThat(read.get(2)).isEqualTo(list);
        assertThat(read.get(3)).isEqualTo(map);
        assertThat(read.get(4)).isEqualTo("end");
    }

    @Test
    void records_goThroughJsonB_withTheirBytes() {
        var album = new Album(
                List.of(new Picture("p", new byte[] {1})),
                new byte[] {3},
                ByteBuffer.wrap(new byte[] {4}),
                PacketText.bytes("05"),
                Map.of("n", new byte[] {6}),
                Optional.empty());

        assertThat(PacketText.value(received(event(album, List.of(Map.of("in", album.pictures()))))
                        .toList()))
                .isEqualTo("[{any:<03>,back:<05>,byName:{n:<06>},cover:<04>,pictures:[{pixels:<01>,title:\"p\"}]},"
                        + "[{in:[{pixels:<01>,title:\"p\"}]}]]");
    }

    @Test
    void records_areBoundWithTheirBytes() {
        var read = received(event(Map.of(
                        "pictures", List.of(Map.of("title", "p", "pixels", new byte[] {1})),
                        "cover", new byte[] {4},
                        "back", new byte[] {5},
                        "byName", Map.of("n", new byte[] {6}),
                        "none", new byte[] {7})))
                .get(0, Album.class);

        assertThat(read.pictures().get(0).title()).isEqualTo("p");
        assertThat(read.pictures().get(0).pixels()).containsExactly(1);
        assertThat(read.cover()).isEqualTo(ByteBuffer.wrap(new byte[] {4}));
        assertThat(read.back()).isEqualTo(PacketText.bytes("05"));
        assertThat(read.byName().get("n")).containsExactly(6);
        assertThat(read.none().orElseThrow()).containsExactly(7);
    }

    @Test
    void dates_inRecords_areDatesToo() {
        var appointment = new Appointment(
                Instant.ofEpochMilli(1),
                new Date(2),
                Optional.of(Instant.ofEpochMilli(3)),
                LocalDate.EPOCH,
                Map.of("list", List.of(new java.sql.Timestamp(4))));

        assertThat(PacketText.value(received(event(appointment)).get(0)))
                .isEqualTo("{alarm:1970-01-01T00:00:00.003Z,day:\"01.01.1970\",end:1970-01-01T00:00:00.002Z,"
                        + "more:{list:[1970-01-01T00:00:00.004Z]},start:1970-01-01T00:00:00.001Z}");
    }

    @Test
    void dates_areBound() {
        var instant = Instant.ofEpochMilli(1_700_000_000_123L);
        var read = received(
                event(instant, Map.of("instant", instant, "date", instant, "offset", instant, "optional", instant)));

        assertThat(read.get(0)).isEqualTo(instant);
        assertThat(read.get(0, Instant.class)).isEqualTo(instant);
        assertThat(read.get(0, Date.class)).isEqualTo(Date.from(instant));
        assertThat(read.get(0, OffsetDateTime.class).toInstant()).isEqualTo(instant);
        var moments = read.get(1, Moments.class);
        assertThat(moments.instant()).isEqualTo(instant);
        assertThat(moments.date()).isEqualTo(Date.from(instant));
        assertThat(moments.offset().toInstant()).isEqualTo(instant);
        assertThat(moments.optional()).contains(instant);
        assertThatThrownBy(() -> read.get(0, String.class)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void instant_beyondWhatADateHolds_isRefused() {
        assertThatThrownBy(() -> event(Instant.MAX))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("argument 0: an instant beyond what a date can hold");
    }

    @Test
    void whatLooksLikeAPlaceholder_isData() {
        var data = Map.of("_placeholder", true);

        assertThat(received(event(data, new byte[] {1})).get(0)).isEqualTo(data);
    }

    @Test
    void bytes_haveNoLimitInNumber_andMayBeInConnectErrors() {
        var twenty = Collections.nCopies(20, PacketText.bytes("07"));

        assertThat(((List<?>) received(event(twenty)).get(0))).hasSize(20);
        assertThat(parser.object(Map.of("data", twenty)).arguments()).isEqualTo(Arguments.of(Map.of("data", twenty)));
    }

    @Test
    void receivedArguments_passedOn_standForAllTheyHold() {
        var received = received(event(1, new byte[] {2}, Instant.EPOCH));

        assertThat(event("first", received, "last"))
                .isEqualTo(event("first", 1, new byte[] {2}, Instant.EPOCH, "last"));
    }

    @Test
    void payload_isASnapshot_andServesManyPackets() {
        var bytes = new byte[] {1};
        var map = new HashMap<String, Object>(Map.of("b", bytes));
        var payload = parser.payload("e", List.of(map));
        bytes[0] = 9;
        map.clear();

        assertThat(payload.name()).isEqualTo("e");
        assertThat(payload.arguments()).isEqualTo(Arguments.of(Map.of("b", new byte[] {1})));
        assertThat(parser.encode(new Packet.Event("/", -1, payload))).isEqualTo(event(Map.of("b", new byte[] {1})));
        assertThat(hexadecimal(parser.encode(new Packet.Event("/a", 300, payload))))
                .isEqualTo("84a47479706502a36e7370a22f61a26964cd012ca46461746192a16581a162c40101");
    }

    @Test
    void payload_ofAnotherParser_isWritten() {
        var foreign = new JsonParser(ParserLimits.defaults()).payload("n", List.of(1, new byte[] {2}));

        assertThat(hexadecimal(parser.encode(new Packet.Event("/", -1, foreign))))
                .isEqualTo("83a47479706502a36e7370a12fa46461746193a16e01c40102");
        assertThat(hexadecimal(parser.encode(new Packet.Ack("/", 3, foreign))))
                .isEqualTo("84a47479706503a36e7370a12fa2696403a4646174619201c40102");
        assertThat(hexadecimal(parser.encode(new Packet.Connect("/", foreign))))
                .isEqualTo("83a47479706500a36e7370a12fa46461746101");
        assertThat(parser.payload(List.of()).arguments().isEmpty()).isTrue();
    }

    @Test
    void dates_passedToTheJsonParser_areText() {
        var json = new JsonParser(ParserLimits.defaults());
        var received = received(event(Instant.ofEpochMilli(1_500)));

        assertThat(json.encode(new Packet.Event("/", -1, json.payload("e", List.of(received, new Date(1_500)))))
                        .text())
                .isEqualTo("2[\"e\",\"1970-01-01T00:00:01.500Z\",\"1970-01-01T00:00:01.500Z\"]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 13, 14, 15, 16, 300, 65_533, 65_534, 65_535})
    void append_addsAnArgument(int size) {
        var arguments = Collections.nCopies(size, "x").toArray();
        var more = Arrays.copyOf(arguments, size + 1);
        more[size] = "epoch-1z";

        assertThat(parser.append(event(arguments), "epoch-1z")).isEqualTo(event(more));
    }

    @Test
    void append_toAnEventThatWantsAnAnswer() {
        var event = new Packet.Event("/a", 300, parser.payload("e", List.of(Map.of("data", List.of(1)))));

        assertThat(received(parser.append(parser.encode(event), "o")).toList())
                .containsExactly(Map.of("data", List.of(1L)), "o");
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})
    void reservedEvents_areRefused(String name) {
        assertThatThrownBy(() -> parser.payload(name, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + name + "\" is a reserved event name");
    }

    @Test
    void whatCannotBeWritten_isRefused() {
        var list = new ArrayList<Object>();
        list.add(list);
        var map = new HashMap<String, Object>();
        map.put("array", new Object[] {map});
        var nullKey = new HashMap<String, Object>();
        nullKey.put(null, 1);

        for (var cycle : List.of(list, map)) {
            assertThatThrownBy(() -> event("x", cycle))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("argument 1: nested deeper than 64, or contains itself");
        }
        assertThatThrownBy(() -> event(nullKey)).hasMessage("argument 0: a map with a null key");
        assertThatThrownBy(() -> event(new Hidden("n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("argument 0: JSON-B cannot write " + Hidden.class.getName() + ", which is not public");
    }

    @Test
    void nesting_asDeepAsCanBeWritten_isRead() {
        Object deepest = 1;
        for (int i = 0; i < 63; i++) {
            deepest = i % 2 == 0 ? List.of(deepest) : Map.of("a", deepest);
        }

        assertThat(received(event(deepest)).get(0)).isNotNull();
    }

    /** A class path without the library: the classes of the product, loaded again, and whatever else there is. */
    private static final class WithoutMsgpack extends URLClassLoader {
        WithoutMsgpack() {
            super(
                    new URL[] {
                        MsgpackParser.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                    },
                    MsgpackParserTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("org.msgpack.")) {
                throw new ClassNotFoundException(name);
            }
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("io.parley.")) {
                    return super.loadClass(name, resolve);
                }
                var loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }

    @Test
    void withoutTheLibrary_onlyThisParserIsMissing() throws Exception {
        try (var loader = new WithoutMsgpack()) {
            var limitsClass = loader.loadClass(ParserLimits.class.getName());
            var limits = limitsClass.getMethod("defaults").invoke(null);
            var json = loader.loadClass(JsonParser.class.getName()).getConstructor(limitsClass);
            var msgpack = loader.loadClass(MsgpackParser.class.getName()).getConstructor(limitsClass);

            assertThat(json.newInstance(limits)).isNotInstanceOf(JsonParser.class);
            assertThatThrownBy(() -> msgpack.newInstance(limits))
                    .isInstanceOf(InvocationTargetException.class)
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("MsgpackParser needs the library org.msgpack:msgpack-core");
        }
    }
}
