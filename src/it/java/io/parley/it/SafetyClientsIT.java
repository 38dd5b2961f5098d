package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Row B46 of the list of bad input: clients of other makers sit in a room into which a raw one sends what would break their
 * decoders if the server passed it on as it came. They stay connected, and get what comes next.
 */
class SafetyClientsIT extends OnConformanceApp {
    @RegisterExtension
    static final OutsideCheck CHECK = new OutsideCheck();

    private static final ClientRuntimes CLIENTS = new ClientRuntimes();
    private static final Map<ClientKind, SocketClient> ROOM = new LinkedHashMap<>();
    private static final Map<ClientKind, String> IDS = new LinkedHashMap<>();

    private static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":0}";
    private static final byte[] CONTENT = {1, 2, 3};

    @AfterAll
    static void end() {
        ROOM.values().forEach(SocketClient::close);
        CLIENTS.close();
    }

    @BeforeEach
    void fillTheRoom() {
        if (!ROOM.isEmpty()) {
            return;
        }
        // a server has one parser, so those with the other one are in no room with these
        Stream.of(ClientKind.values())
                .filter(kind -> CLIENTS.has(kind) && kind != ClientKind.JS_4_MSGPACK)
                .forEach(kind -> {
                    var client = CLIENTS.start(
                            kind,
                            new SocketClientStart(
                                    server.resolve("calm.io/"), "polling,websocket", "/kit", "poison", "news"));
                    client.next("connect");
                    client.ask("join", List.of("hall"));
                    ROOM.put(kind, client);
                    IDS.put(kind, client.id());
                });
        assertThat(ROOM).hasSizeGreaterThanOrEqualTo(4);
    }

    /** {@code A} for what is to be broadcast, {@code P} for a placeholder; then as many attachments as are declared. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "452-/kit,[A[P,P]}]",
                "4510-/kit,[A[P,P,P,P,P,P,P,P,P,P]}]",
                "451-/kit,[A[P,P,P,P,P,P,P,P]}]",
                "451-/kit,[A[1]}]",
                "452-/kit,[A[P]}]",
                "451-/kit,[A[{\"_placeholder\":true,\"num\":1}]}]",
                "451-/kit,[A[{\"_placeholder\":true,\"num\":-1}]}]",
                "451-/kit,[A[{\"_placeholder\":true}]}]",
                "451-/kit,[A[{\"_placeholder\":P,\"num\":0},P]}]",
                "451-/kit,[A[{\"_placeholder\":true,\"num\":P}]}]",
                "451-/kit,[A[{\"_placeholder\":true,\"num\":\"splice\"}]}]",
                "451-/kit,[P]",
                "4511-/kit,[A[P]}]",
                "450-/kit,[A[P]}]"
            })
    void b46_poison_goesNoFurther(String packet) {
        RawClient.overEach(url).forEach(poisoner -> {
            try (poisoner) {
                poisoner.join("/kit");
                poisoner.send(written(packet));
                int declared = Integer.parseInt(packet.substring(2, packet.indexOf('-')));
                for (int i = 0; i < Math.min(declared, 10); i++) {
                    poisoner.send(CONTENT);
                }
                poisoner.expectEnd();
            }
        });
        ROOM.forEach((kind, client) ->
                assertThat(client.isQuiet("poison")).as(kind.toString()).isTrue());
        assertThatAllGetTheNews();
    }

    /** What only looks like a placeholder comes as some object, or as nothing in particular, and breaks nobody. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "42/kit,[A[P]}]",
                "42/kit,[A[{\"_placeholder\":true,\"num\":99},[[P]]]}]",
                "42/kit,[A[{\"_placeholder\":true}]}]",
                "42/kit,[A[{\"P\":1}]}]",
                "42/kit,[A[{\"__proto__\":P,\"constructor\":P}]}]",
                "42/kit,[A[{\"_placeholder\":P,\"num\":P}]}]",
                "451-/kit,[A[{\"_placeholder\":\"true\",\"num\":0},P]}]",
                "451-/kit,[A[{\"_placeholder\":false,\"num\":\"splice\"},P]}]",
                "451-/kit,[A[{\"_placeholder\":1,\"num\":0},{\"x\":P}]}]"
            })
    void b46_data_thatLooksLikePoison_breaksNobody(String packet) {
        RawClient.overEach(url).forEach(poisoner -> {
            try (poisoner) {
                poisoner.join("/kit");
                poisoner.send(written(packet));
                if (packet.startsWith("451")) {
                    poisoner.send(CONTENT);
                }
                ROOM.forEach((kind, client) ->
                        assertThat(client.next("poison")).as(kind.toString()).isNotEmpty());
            }
        });
        assertThatAllGetTheNews();
    }

    private static String written(String packet) {
        return packet.replace("\"P\"", "\"_placeholder\"")
                .replace("P", PLACEHOLDER)
                .replace("A", "\"broadcast\",{\"via\":\"socket\",\"rooms\":[\"hall\"],\"event\":\"poison\",\"args\":");
    }

    /** An ordinary event comes to all, whose connections are the same as in the beginning. */
    private void assertThatAllGetTheNews() {
        try (var reporter = RawClient.byWebSocket(url).join("/kit")) {
            reporter.send(
                    "452-/kit,[\"broadcast\",{\"via\":\"socket\",\"rooms\":[\"hall\"],\"event\":\"news\",\"args\":["
                            + PLACEHOLDER + ",\"fresh\",{\"_placeholder\":true,\"num\":1}]}]");
            reporter.send(CONTENT);
            reporter.send(CONTENT);
            ROOM.forEach((kind, client) -> {
                assertThat(client.next("news")).as(kind.toString()).hasSize(3).contains("fresh");
                assertThat(client.id()).as(kind.toString()).isEqualTo(IDS.get(kind));
                assertThat(client.connected()).as(kind.toString()).isTrue();
            });
        }
    }
}
