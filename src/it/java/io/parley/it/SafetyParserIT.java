package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad packets of Socket.IO, each over both transports. Names begin with the number of the input in the list of inputs
 * that have broken servers of this kind.
 */
class SafetyParserIT extends OnConformanceApp {
    private static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":0}";
    private static final byte[] CONTENT = {1, 2, 3};

    @RegisterExtension
    static final OutsideCheck CHECK = new OutsideCheck();

    private void overEach(Consumer<RawClient> test) {
        RawClient.overEach(url).forEach(client -> {
            try (client) {
                test.accept(client);
            }
        });
    }

    /** Joins "/", which greets with its credentials. */
    private static RawClient joined(RawClient client) {
        client.join("/");
        assertThat(client.next()).startsWith("42[\"auth\"");
        return client;
    }

    private void ends(String... packets) {
        overEach(client -> {
            joined(client).send(packets);
            client.expectEnd();
        });
    }

    private void goesOn(String... packets) {
        overEach(client -> {
            joined(client).send(packets);
            client.proveAlive();
        });
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static String objects(int depth) {
        return "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
    }

    @ParameterizedTest
    @ValueSource(strings = {"4511-[\"e\"]", "45999999999-[\"e\"]", "4618446744073709551617-1[]"})
    void b42_tooManyAttachments_endTheSessionAtTheHeader(String packet) {
        ends(packet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"450-[\"e\"]", "45-[\"e\"]", "45-1-[\"e\"]", "45[\"e\"]", "460-1[]"})
    void b43_noAttachments_endTheSessionAtTheHeader(String packet) {
        ends(packet);
    }

    @Test
    void b44_silenceInsteadOfAnAttachment_endsTheSession() {
        var waiting = new ArrayList<RawClient>();
        RawClient.overEach(url).map(SafetyParserIT::joined).forEach(waiting::add);
        waiting.forEach(client -> client.send("451-[\"e\"," + PLACEHOLDER + "]"));

        for (var client : waiting) {
            try (client) {
                client.expectEnd();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"41", "42[\"e\"]", "40", "430[]"})
    void b44_textInsteadOfAnAttachment_endsTheSession(String packet) {
        ends("451-[\"e\"," + PLACEHOLDER + "]", packet);
    }

    @Test
    void b44_attachmentsBeforeCONNECT_endTheSession() {
        overEach(client -> {
            client.send("451-[\"e\"," + PLACEHOLDER + "]");
            client.expectEnd();
        });
    }

    @Test
    void b44_attachmentsTogetherTooLarge_endTheSession() {
        var placeholders = IntStream.range(0, 10)
                .mapToObj("{\"_placeholder\":true,\"num\":%d}"::formatted)
                .collect(Collectors.joining(","));
        overEach(client -> {
            joined(client).send("4510-[\"e\"," + placeholders + "]");
            for (int sent = 0; sent <= 4_000_000; sent += 700_000) {
                client.send(new byte[700_000]);
            }
            client.expectEnd();
        });
    }

    /** A twentieth of what the list asks for, so that it takes seconds and not minutes. */
    @Test
    void b44_manyHalfPackets_harmNobody() {
        for (int i = 0; i < 250; i++) {
            overEach(
                    client -> joined(client).send("452-[\"e\"," + PLACEHOLDER + ",{\"_placeholder\":true,\"num\":1}]"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"splice\"", "-1", "5", "0.5", "1e9", "null", "true", "{}", "4294967296"})
    void b45_wrongIndex_endsTheSession(String index) {
        ends("451-[\"e\",{\"_placeholder\":true,\"num\":" + index + "}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "452-[\"e\",P,P]",
                "451-[\"e\"]",
                "452-[\"e\",P]",
                "451-[P]",
                "451-[\"e\",{\"P\":1}]",
                "451-[\"e\",{\"_placeholder\":P,\"num\":0},P]"
            })
    void b46_placeholdersThatAreNotOneForEach_endTheSession(String packet) {
        ends(packet.replace("\"P\"", "\"_placeholder\"").replace("P", PLACEHOLDER));
    }

    @Test
    void b46_whatOnlyLooksLikeAPlaceholder_isData() {
        overEach(client -> {
            joined(client).send("42[\"message\"," + PLACEHOLDER + "]");
            assertThat(client.next()).isEqualTo("42[\"message-back\"," + PLACEHOLDER + "]");
            client.proveAlive();
        });
    }

    @Test
    void b46_whatOnlyLooksLikeAPlaceholder_isHarmlessBesideAttachments() {
        overEach(client -> {
            joined(client).send("451-[\"message\",{\"_placeholder\":\"true\",\"num\":0}," + PLACEHOLDER + "]");
            client.send(CONTENT);
            assertThat(client.next())
                    .isEqualTo("451-[\"message-back\",{\"_placeholder\":false,\"num\":0}," + PLACEHOLDER + "]");
            assertThat(client.next()).isEqualTo("bAQID");
        });
    }

    @Test
    void b46_whatIsSentOn_isAsLargeAsItCame() {
        overEach(client -> {
            joined(client)
                    .send("4510-[\"message\","
                            + IntStream.range(0, 10)
                                    .mapToObj("{\"_placeholder\":true,\"num\":%d}"::formatted)
                                    .collect(Collectors.joining(","))
                            + "]");
            for (int i = 0; i < 10; i++) {
                client.send(new byte[] {(byte) i});
            }
            assertThat(client.next()).startsWith("4510-[\"message-back\",").hasSizeLessThan(400);
            for (int i = 0; i < 10; i++) {
                assertThat(client.next()).isEqualTo("b" + Base64.getEncoder().encodeToString(new byte[] {(byte) i}));
            }
            client.proveAlive();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42[\"connect\"]",
                "42[\"connect_error\"]",
                "42[\"disconnect\"]",
                "42[\"disconnecting\"]",
                "42[\"newListener\"]",
                "42[\"removeListener\"]",
                "42[\"\\u0063onnect\"]",
                "42[{}]",
                "42[null]",
                "42[]",
                "42{}",
                "42[[]]",
                "42[true]",
                "451-[\"disconnect\"," + PLACEHOLDER + "]"
            })
    void b47_namesThatNobodyMayUse_endTheSession(String packet) {
        ends(packet);
    }

    @Test
    void b47_error_isANameLikeAnyOther() {
        goesOn("42[\"error\"]", "42[\"error\",{\"message\":\"x\"}]", "42[1]", "42[\"__proto__\"]", "42[\"\"]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', textBlock = """
            42["e",%s]
            430[%s]
            451-["e",%s,{"_placeholder":true,"num":0}]
            """)
    void b49_depthBombs_endTheSession(String packet) {
        ends(packet.formatted(nested(64)));
        ends(packet.formatted(nested(200_000)));
        ends(packet.formatted("[".repeat(900_000)));
        ends(packet.formatted(objects(150_000)));
    }

    @Test
    void b49_depthBombInTheCredentials_endsTheSession() {
        overEach(client -> {
            client.send("40" + objects(150_000));
            client.expectEnd();
        });
    }

    @Test
    void b49_depthUpToTheLimit_isSentOn() {
        overEach(client -> {
            joined(client).send("42[\"message\"," + nested(63) + "]");
            assertThat(client.next()).isEqualTo("42[\"message-back\"," + nested(63) + "]");
        });
    }

    @Test
    void b50_hugeNumbers_endTheSession() {
        ends("42[\"e\",1e999999999]");
        ends("42[\"e\",1e-999999999]");
        ends("42[\"e\"," + "9".repeat(65) + "]");
        ends("42[\"e\"," + "9".repeat(900_000) + "]");
        ends("42[\"e\",0." + "1".repeat(900_000) + "]");
        ends("42[\"e\",1e" + "9".repeat(900_000) + "]");
    }

    @Test
    void b50_hugeNumberInFragments_endsTheSession() {
        try (var socket = url.connect()) {
            socket.send("40");
            socket.expectText(answer -> answer.startsWith("40{"));
            socket.send(false, WebSocketFrame.TEXT, "42[\"e\",1".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 1_000; i++) {
                socket.send(false, WebSocketFrame.CONTINUATION, "9".repeat(100).getBytes(StandardCharsets.UTF_8));
            }
            socket.send(true, WebSocketFrame.CONTINUATION, "]".getBytes(StandardCharsets.UTF_8));
            assertThat(socket.closeCode()).isLessThan(1007);
        }
    }

    @Test
    void b50_numbersUpToTheLimit_areSentOn() {
        var numbers = "1E+400," + "9".repeat(64) + ",-0.5";
        overEach(client -> {
            joined(client).send("42[\"message\"," + numbers + "]");
            assertThat(client.next()).isEqualTo("42[\"message-back\"," + numbers + "]");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[\"java.net.URL\",\"http://127.0.0.1:1/\"]",
                "{\"@class\":\"java.net.URL\",\"@type\":\"x\",\"$type\":\"y\"}",
                "{\"__proto__\":{\"admin\":true},\"constructor\":{\"prototype\":{}}}"
            })
    void b53_namesOfClasses_areData(String argument) {
        overEach(client -> {
            joined(client).send("42[\"message\"," + argument + "]");
            assertThat(client.next()).isEqualTo("42[\"message-back\"," + argument + "]");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "42[\"e\"]",
                "42/custom,[\"e\"]",
                "41",
                "430[]",
                "43/custom,0[]",
                "44{\"message\":\"x\"}",
                "bAQID"
            })
    void b54_anythingBeforeCONNECT_endsTheSession(String packet) {
        overEach(client -> {
            if (packet.startsWith("b")) {
                client.send(CONTENT);
            } else {
                client.send(packet);
            }
            client.expectEnd();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "40", // a second CONNECT
                "41 42[\"e\"]", // after leaving
                "41 430[]",
                "40[]",
                "40\"a\"",
                "42/custom,[\"e\"]", // not joined
                "44{\"message\":\"x\"}",
                "47",
                "48",
                "49[\"e\"]",
                "4x",
                "4",
                "42[\"e\"",
                "42[\"e\"]]",
                "42\"e\"",
                "43{}",
                "430{}",
                "41{}",
                "2", // the server pings, not the client
                "2probe",
                "bAQID", // binary in base64, without header
                "8",
                "x"
            })
    void b54_packetsOutOfPlace_endTheSession(String packets) {
        ends(packets.split(" "));
    }

    /** A server with the other parser. */
    @ParameterizedTest
    @ValueSource(strings = {"", "c1", "82a47479706500", "dd7fffffff", "db7fffffff", "82a47479706507a36e7370a12f", "90"})
    void b54_whatIsNoMessagePack_endsTheSession(String hexadecimal) {
        RawClient.overEach(new EngineUrl(server, "msgpack.io")).forEach(client -> {
            try (client) {
                client.send(HexFormat.of().parseHex(hexadecimal));
                client.expectEnd();
            }
        });
    }

    @Test
    void b49_depthBombsOfMessagePack_endTheSession() {
        var event = "83a47479706502a36e7370a12fa464617461";
        RawClient.overEach(new EngineUrl(server, "msgpack.io")).forEach(client -> {
            try (client) {
                client.send(HexFormat.of().parseHex(event + "91".repeat(200_000) + "c0"));
                client.expectEnd();
            }
        });
    }

    @Test
    void b54_textForMessagePack_endsTheSession() {
        RawClient.overEach(new EngineUrl(server, "msgpack.io")).forEach(client -> {
            try (client) {
                client.send("40");
                client.expectEnd();
            }
        });
    }

    @Test
    void b54_binaryWithoutHeader_endsTheSession() {
        overEach(client -> {
            joined(client).send(CONTENT);
            client.expectEnd();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "421", "43", "4399[1]", "3", "3probe", "5", "6", "0{}"})
    void b54_packetsWithoutMeaning_areIgnored(String packet) {
        goesOn(packet);
    }

    @Test
    void b54_leavingAndComingBack_isAllowed() {
        overEach(client -> {
            joined(client).send("41");
            joined(client).proveAlive();
        });
    }

    @Test
    void b55_seventeenthNamespace_isRefused() {
        overEach(client -> {
            joined(client);
            for (int i = 1; i < 16; i++) {
                client.join("/dynamic-" + i);
            }
            client.send("40/dynamic-16,");
            assertThat(client.next("44")).isEqualTo("44/dynamic-16,{\"message\":\"too many namespaces\"}");
            client.proveAlive();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"//", "/../", "/%2e%2e/custom", "/custom/", "/Custom", "/dynamic-", "/dynamic-1/x", "/\u0000"})
    void b55_namespaceThatIsNone_isNotMade(String namespace) {
        overEach(client -> {
            joined(client).send("40" + namespace + ",");
            assertThat(client.next()).isEqualTo("44" + namespace + ",{\"message\":\"Invalid namespace\"}");
            client.proveAlive();
        });
    }

    @Test
    void b55_longNamespace_endsTheSession() {
        ends("40/" + "n".repeat(10_000) + ",");
        ends("40/" + "n".repeat(10_000));
        goesOn("40/" + "n".repeat(127) + ",");
    }

    @Test
    void b55_manyNamespacesThatAreNone_harmNobody() {
        goesOn(IntStream.range(0, 2_000).mapToObj(i -> "40/x" + i + ",").toArray(String[]::new));
    }

    @Test
    void b56_rooms_areBounded() {
        overEach(client -> {
            client.join("/kit");
            client.send(IntStream.range(0, 2_000)
                    .mapToObj(i -> "42/kit,[\"join\",[\"r" + i % 1_000 + "\"]]")
                    .toArray(String[]::new));
            client.send("42/kit,[\"join\",[\"" + "n".repeat(257) + "\"]]", "42/kit,1[\"whoami\"]");
            assertThat(client.next("43/kit,1[")).contains("\"r254\"").doesNotContain("\"r255\"", "nnn");
        });
    }

    @Test
    void b57_unknownAcks_areIgnored() {
        var acks = IntStream.range(0, 5_000).mapToObj(i -> "43" + i + "[]").toArray(String[]::new);
        goesOn(acks);
        goesOn("439223372036854775807[]", "430[]", "430[]");
        ends("439223372036854775808[]");
    }

    @Test
    void b57_pendingAcks_areBounded() {
        var questions = IntStream.rangeClosed(1, 1_001)
                .mapToObj(i -> "42/kit," + i + "[\"ask-self\",{\"event\":\"q\"}]")
                .toArray(String[]::new);
        overEach(client -> {
            client.join("/kit");
            client.send(questions);
            int asked = 0;
            var message = client.next("42/kit,");
            for (; message.startsWith("42/kit,"); message = client.next()) {
                asked += message.endsWith("[\"q\"]") ? 1 : 0;
            }
            assertThat(asked).isEqualTo(1_000);
            assertThat(message).startsWith("43/kit,1001[");
        });
    }

    /** What is bounded is what waits: a client that sends more than can be handled is read more slowly. */
    @Test
    void b58_floodOfEvents_isHandledInOrder() {
        var flood = IntStream.range(0, 9_000)
                .mapToObj(i -> "42[\"nobody\"," + i + "]")
                .toArray(String[]::new);
        goesOn(flood);
        overEach(client -> {
            joined(client);
            for (int i = 0; i < 20; i++) {
                int first = i * 500;
                client.send(IntStream.range(first, first + 500)
                        .mapToObj(n -> "42[\"message\"," + n + "]")
                        .toArray(String[]::new));
                for (int n = first; n < first + 500; n++) {
                    assertThat(client.next()).isEqualTo("42[\"message-back\"," + n + "]");
                }
            }
        });
    }

    @Test
    void b58_joiningAndLeavingInCircles_harmsNobody() {
        overEach(client -> {
            client.send(IntStream.range(0, 1_000)
                    .mapToObj(i -> i % 2 == 0 ? "40" : "41")
                    .toArray(String[]::new));
            client.send("40/custom,");
            client.next("40/custom,");
        });
    }

    @Test
    void b59_namesOfOthers_giveNothing() {
        try (var victim = url.connect()) {
            victim.send("40");
            var answer = victim.expectText(text -> text.startsWith("40{"));
            var id = answer.substring(answer.indexOf(":\"") + 2, answer.indexOf("\"}"));
            victim.expectText(text -> text.startsWith("42[\"auth\""));
            overEach(client -> {
                joined(client)
                        .send(
                                "42[\"join\",\"" + id + "\"]",
                                "42[\"socketsJoin\",[\"" + id + "\"]]",
                                "42[\"subscribe\",\"parley:/\"]",
                                "42[\"message\",{\"to\":\"" + id + "\",\"rooms\":[\"" + id + "\"]}]");
                assertThat(client.next()).startsWith("42[\"message-back\",");
                client.send("40/" + id + ",");
                assertThat(client.next()).contains("Invalid namespace");
                victim.send("421[\"message-with-ack\",\"private\"]");
                victim.expect("431[\"private\"]");
                client.proveAlive();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"${7*7}", "#{7*7}", "%{7*7}", "{{7*7}}", "${jndi:ldap://127.0.0.1:1/x}", "<%= 7*7 %>"})
    void b60_expressions_areText(String expression) {
        overEach(client -> {
            joined(client).send("42[\"message\",\"" + expression + "\"]", "42[\"" + expression + "\"]");
            assertThat(client.next()).isEqualTo("42[\"message-back\",\"" + expression + "\"]");
            client.send("40/" + expression + ",");
            assertThat(client.next()).isEqualTo("44/" + expression + ",{\"message\":\"Invalid namespace\"}");
            client.proveAlive();
        });
    }
}
