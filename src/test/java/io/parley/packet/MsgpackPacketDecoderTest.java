package io.parley.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes as socket.io-msgpack-parser 3.0.2 with notepack 2.2.0 writes them, and bytes as nobody should. */
class MsgpackPacketDecoderTest {
    private static final String TYPE = "a474797065";
    private static final String NSP = "a36e7370";
    private static final String ROOT = NSP + "a12f";
    private static final String DATA = "a464617461";
    private static final String ID = "a26964";
    private static final String UNDEFINED = "d40000";

    private final PacketDecoder decoder = new MsgpackParser(ParserLimits.defaults()).decoder();

    private Packet read(String hexadecimal) {
        var packet = decoder.binary(PacketText.bytes(hexadecimal));
        assertThat(decoder.incomplete()).isFalse();
        return packet;
    }

    private void assertInvalid(String hexadecimal, String reason) {
        assertThatThrownBy(() -> decoder.binary(PacketText.bytes(hexadecimal)))
                .isInstanceOf(InvalidPacketException.class)
                .hasMessage(reason);
    }

    /** An event named "e" in "/" whose one argument is this. */
    private static String event(String argument) {
        return "83" + TYPE + "02" + ROOT + DATA + "92a165" + argument;
    }

    private String argument(String hexadecimal) {
        return PacketText.of(read(event(hexadecimal))).substring("event / - e ".length());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            82a47479706500a36e7370a12f                                              | connect /
            83a47479706500a464617461d40000a36e7370a12f                              | connect /
            83a47479706500a46461746181a5746f6b656ea178a36e7370a62f61646d696e        | connect /admin {token:"x"}
            82a47479706501a36e7370a22f61                                            | disconnect /a
            85a47479706502a46461746192a2686901a76f7074696f6e7381a8636f6d7072657373c3a2696407a36e7370a12f \
                                                                                    | event / 7 hi 1
            83a47479706502a46461746191a568656c6c6fa36e7370a12f                      | event / - hello
            84a47479706503a269640ca46461746192a26f6b81a16ed1ff38a36e7370a22f61      | ack /a 12 "ok" {n:-200}
            83a47479706504a46461746181a76d657373616765a26e6fa36e7370a12f            | connect_error / {message:"no"}
            83a47479706504a464617461a26e6fa36e7370a12f                              | connect_error / "no"
            """)
    void packets_ofTheReference_areRead(String hexadecimal, String packet) {
        assertThat(PacketText.of(read(hexadecimal))).isEqualTo(packet);
    }

    @Test
    void values_ofTheReference_areRead() {
        assertThat(
                        PacketText.of(
                                read(
                                        "83a47479706502a4646174619ca16bd40000c0d7000000018bcfe56800d700ffffffffffffffff"
                                                + "c4020102c702000304c7010005cb3ff8000000000000ffcf001fffffffffffff82a1619180a162c3a36e7370a12f")))
                .isEqualTo("event / - k null null 2023-11-14T22:13:20Z 1969-12-31T23:59:59.999Z"
                        + " <0102> <0304> <05> 1.5 -1 9007199254740991 {a:[{}],b:true}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            00                     | 0
            7f                     | 127
            e0                     | -32
            ccff                   | 255
            cdffff                 | 65535
            ceffffffff             | 4294967295
            cf0020000000000001     | 9007199254740993
            cf7fffffffffffffff     | 9223372036854775807
            cf8000000000000000     | big:9223372036854775808
            cfffffffffffffffff     | big:18446744073709551615
            d080                   | -128
            d18000                 | -32768
            d280000000             | -2147483648
            d38000000000000000     | -9223372036854775808
            ca3fc00000             | 1.5
            cb4000000000000000     | 2.0
            cb7ff8000000000000     | NaN
            cbfff0000000000000     | -Infinity
            c2                     | false
            a0                     | ""
            a3e282ac               | "€"
            a4f09f9880             | "😀"
            d90161                 | "a"
            da000161               | "a"
            db0000000161           | "a"
            c400                   | <>
            c5000107               | <07>
            c60000000107           | <07>
            c70000                 | <>
            c7010007               | <07>
            c708000000000000000000 | <0000000000000000>
            c800010007             | <07>
            c9000000010007         | <07>
            d5000708               | <0708>
            d40007                 | null
            d403aa                 | [3,<aa>]
            d7ff0000000000000001   | [-1,<0000000000000001>]
            c70205aabb             | [5,<aabb>]
            d7007fffffffffffffff   | +292278994-08-17T07:12:55.807Z
            90                     | []
            dc000101               | [1]
            dd0000000101           | [1]
            80                     | {}
            de0001a16101           | {a:1}
            df00000001a16101       | {a:1}
            8101c0                 | {1:null}
            82a16101a16102         | {a:2}
            81a95f5f70726f746f5f5f80 | {__proto__:{}}
            82ac5f706c616365686f6c646572c3a36e756d00 | {_placeholder:true,num:0}
            """)
    void values_areRead(String hexadecimal, String value) {
        assertThat(argument(hexadecimal)).isEqualTo(value);
    }

    @Test
    void arguments_areImmutableAndCopied() {
        var arguments =
                ((Packet.Event) read(event("92c4010181a161c40102"))).payload().arguments();

        var list = (List<?>) arguments.get(0);
        ((byte[]) list.get(0))[0] = 9;
        assertThat(PacketText.value(arguments.get(0))).isEqualTo("[<01>,{a:<02>}]");
        assertThatThrownBy(list::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            82 TYPE 01 ROOT                        | disconnect /
            83 TYPE 01 ROOT DATA c0                | disconnect /
            84 TYPE 00 ROOT DATA c0 ID c0          | connect /
            84 TYPE 02 ROOT DATA 91a165 ID c0      | event / - e
            84 TYPE 02 ROOT DATA 91a165 ID d40000  | event / - e
            84 TYPE 02 ROOT DATA 91a165 ID 00      | event / 0 e
            84 TYPE 02 ROOT DATA 91a165 ID cf7fffffffffffffff | event / 9223372036854775807 e
            83 TYPE 02 ROOT DATA 9101              | event / - 1
            83 TYPE 02 ROOT DATA 91cb3ff8000000000000 | event / - 1.5
            83 TYPE 02 ROOT DATA 91a56572726f72    | event / - error
            84 TYPE 03 ROOT DATA 90 ID 05          | ack / 5
            84 TYPE 07 TYPE 01 ROOT 01c3            | disconnect /
            """)
    void packets_ofOtherLibraries_areRead(String words, String packet) {
        assertThat(PacketText.of(read(hexadecimal(words)))).isEqualTo(packet);
    }

    private static String hexadecimal(String words) {
        return words.replace("TYPE", TYPE)
                .replace("ROOT", ROOT)
                .replace("NSP", NSP)
                .replace("DATA", DATA)
                .replace("ID", ID)
                .replace("UNDEFINED", UNDEFINED)
                .replace(" ", "");
    }

    @Test
    void ackWithoutId_meansNothing() {
        assertThat(read("83" + TYPE + "03" + ROOT + DATA + "90")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            81 TYPE 00                             | invalid namespace
            82 TYPE 00 NSP c0                      | invalid namespace
            82 TYPE 00 NSP 01                      | invalid namespace
            82 TYPE 00 NSP a0                      | invalid namespace
            82 TYPE 00 NSP a161                    | invalid namespace
            82 TYPE 00 NSP a42f612c62              | invalid namespace
            81 ROOT                                | unknown packet type
            82 TYPE c0 ROOT                        | unknown packet type
            82 TYPE a130 ROOT                      | unknown packet type
            82 TYPE cb0000000000000000 ROOT        | unknown packet type
            83 TYPE 05 ROOT DATA 91a165            | unknown packet type
            83 TYPE 06 ROOT DATA 91a165            | unknown packet type
            82 TYPE 07 ROOT                        | unknown packet type
            82 TYPE ff ROOT                        | unknown packet type
            82 TYPE d38000000000000000 ROOT        | unknown packet type
            82 TYPE cf7fffffffffffffff ROOT        | unknown packet type
            82 TYPE cfffffffffffffffff ROOT        | unknown packet type
            83 TYPE 00 ROOT DATA 90                | invalid payload
            83 TYPE 00 ROOT DATA a178              | invalid payload
            83 TYPE 00 ROOT DATA 01                | invalid payload
            83 TYPE 01 ROOT DATA 80                | invalid payload
            83 TYPE 01 ROOT DATA c2                | invalid payload
            82 TYPE 02 ROOT                        | invalid payload
            83 TYPE 02 ROOT DATA UNDEFINED         | invalid payload
            83 TYPE 02 ROOT DATA 80                | invalid payload
            83 TYPE 02 ROOT DATA a165              | invalid payload
            83 TYPE 02 ROOT DATA 90                | invalid payload
            83 TYPE 02 ROOT DATA 91c0              | invalid payload
            83 TYPE 02 ROOT DATA 91c3              | invalid payload
            83 TYPE 02 ROOT DATA 9190              | invalid payload
            83 TYPE 02 ROOT DATA 9180              | invalid payload
            83 TYPE 02 ROOT DATA 91c40165          | invalid payload
            83 TYPE 02 ROOT DATA 91d7000000000000000000 | invalid payload
            82 TYPE 03 ROOT                        | invalid payload
            83 TYPE 03 ROOT DATA a178              | invalid payload
            82 TYPE 04 ROOT                        | invalid payload
            83 TYPE 04 ROOT DATA 90                | invalid payload
            84 TYPE 02 ROOT DATA 91a165 ID ff      | invalid ack id
            84 TYPE 02 ROOT DATA 91a165 ID a131    | invalid ack id
            84 TYPE 02 ROOT DATA 91a165 ID cb3ff0000000000000 | invalid ack id
            84 TYPE 02 ROOT DATA 91a165 ID cf8000000000000000 | invalid ack id
            82 TYPE 01 ROOT c0                     | more than one MessagePack value
            90                                     | no packet
            c0                                     | no packet
            d40000                                 | no packet
            80                                     | invalid namespace
            81c0c0                                 | a key that is no text
            8190c0                                 | a key that is no text
            81c40161c0                             | a key that is no text
            """)
    void whatIsNoPacket_isInvalid(String words, String reason) {
        assertInvalid(hexadecimal(words), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"})
    void reservedEvents_areInvalid(String name) {
        var length = Integer.toHexString(0xa0 + name.length());
        var text = HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));

        assertInvalid("83" + TYPE + "02" + ROOT + DATA + "91" + length + text, "invalid payload");
    }

    @Test
    void text_isInvalid() {
        assertThatThrownBy(() -> decoder.text("0"))
                .isInstanceOf(InvalidPacketException.class)
                .hasMessage("text instead of MessagePack");
        assertThatThrownBy(() -> decoder.text("")).isInstanceOf(InvalidPacketException.class);
    }

    @Test
    void everyBeginning_isInvalid() {
        var whole = event("93d7000000018bcfe56800c4020102da0003616263");
        assertThat(read(whole)).isNotNull();

        for (int end = 0; end < whole.length(); end += 2) {
            assertInvalid(whole.substring(0, end), "not MessagePack");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "c1", // never used
                "a1ff", // no UTF-8
                "a3eda080", // half a surrogate pair
                "a2c080", // overlong
                "a1c3", // cut inside a character
                "d9ff61",
                "dbffffffff61",
                "db7fffffff61",
                "c4ff00",
                "c6ffffffff00",
                "c67fffffff00",
                "c7ff0000",
                "c97fffffff0000",
                "c9ffffffff0000",
                "c97fffffffff00",
                "d6000000",
                "d70000000000000000",
                "dcffffc0",
                "dd7fffffffc0",
                "ddffffffffc0",
                "deffffa161c0",
                "df7fffffffa161c0",
                "dfffffffffa161c0",
                "df40000000a161c0",
            })
    void whatIsNoMessagePack_isInvalid(String value) {
        assertInvalid(event(value), "not MessagePack");
        assertInvalid(value, "not MessagePack");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db7fffffff",
                "c67fffffff",
                "c97fffffff00",
                "c97fffffff05",
                "dd7fffffff",
                "df7fffffff",
                "dd00ffffff",
            })
    void declaredLengths_areNotAllocated(String head) {
        var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var message = PacketText.bytes(event(head + "c0c0c0c0"));
        reason(message);

        long before = thread.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 100; i++) {
            assertThat(reason(message)).isEqualTo("not MessagePack");
        }

        assertThat(thread.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isLessThan(100 * 64 * 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"91", "81a161", "dc0001", "df00000001a161"})
    void nesting_upToTheLimit_isReadOnASmallStack(String head) {
        assertThat(onSmallStack(event(head.repeat(63) + "c0"))).isEqualTo("none");
        assertThat(onSmallStack(event(head.repeat(64) + "c0"))).isEqualTo("nested deeper than 64");
        assertThat(onSmallStack(event(head.repeat(200_000) + "c0"))).isEqualTo("nested deeper than 64");
        assertThat(onSmallStack(event(head.repeat(200_000)))).isEqualTo("nested deeper than 64");
    }

    @Test
    void nesting_elsewhereInThePacket_isLimitedToo() {
        assertThat(onSmallStack("83" + TYPE + "00" + ROOT + DATA + "81a161".repeat(64) + "c0"))
                .isEqualTo("none");
        assertThat(onSmallStack("83" + TYPE + "00" + ROOT + DATA + "81a161".repeat(65) + "c0"))
                .isEqualTo("nested deeper than 64");
        assertThat(onSmallStack("83" + TYPE + "01" + ROOT + "a178" + "91".repeat(200_000) + "c0"))
                .isEqualTo("nested deeper than 64");
    }

    @Test
    void namespace_longerThanTheLimit_isInvalid() {
        var longest = "2f" + "6e".repeat(127);

        assertThat(read("82" + TYPE + "00" + NSP + "d980" + longest).namespace())
                .hasSize(128);
        assertInvalid("82" + TYPE + "00" + NSP + "d981" + longest + "6e", "namespace too long");
    }

    @Test
    void binaryValues_areLimitedTogether() {
        var strict =
                new MsgpackParser(ParserLimits.defaults().withMaxAttachments(0).withMaxAttachmentBytes(10)).decoder();

        assertThat(strict.binary(PacketText.bytes(event("92c40401020304c70600010203040506"))))
                .isNotNull();
        assertThatThrownBy(() -> strict.binary(PacketText.bytes(event("92c40401020304c707000102030405060708"))))
                .hasMessage("binary values too large");
        assertThatThrownBy(() -> strict.binary(PacketText.bytes(event("c70b05" + "00".repeat(11)))))
                .hasMessage("binary values too large");
    }

    @Test
    void keys_areLimitedTogether() {
        var strict = new MsgpackParser(ParserLimits.defaults().withMaxKeys(5)).decoder();

        assertThat(strict.binary(PacketText.bytes(event("81a16101")))).isNotNull(); // type, nsp, data are keys, too
        assertThatThrownBy(() -> strict.binary(PacketText.bytes(event("9281a1610181a161" + "82a16101a16201"))))
                .hasMessage("too many keys")
                .extracting(invalid -> ((InvalidPacketException) invalid).limit())
                .isEqualTo(Optional.of(Limit.KEYS));
    }

    @Test
    void binaryValues_areNotLimitedInNumber() {
        assertThat(argument("dc0014" + "c40101".repeat(20))).startsWith("[<01>,<01>,");
    }

    /** The reason why the bytes are invalid, or "none", when read by a thread with a stack of 256 KB. */
    private String onSmallStack(String hexadecimal) {
        var message = PacketText.bytes(hexadecimal);
        var outcome = new AtomicReference<>("thread died");
        var thread = new Thread(null, () -> outcome.set(reason(message)), "small", 256 * 1024);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
        return outcome.get();
    }

    private String reason(Bytes message) {
        try {
            return decoder.binary(message) == null ? "nothing to deliver" : "none";
        } catch (InvalidPacketException invalid) {
            return invalid.getMessage();
        }
    }
}
