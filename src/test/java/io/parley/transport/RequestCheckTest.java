package io.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.engine.CloseReason;
import io.parley.engine.EngineError;
import io.parley.engine.EngineOptions;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineRequest;
import io.parley.engine.EngineServer;
import io.parley.engine.EngineSession;
import io.parley.engine.QueryString;
import io.parley.engine.Refusal;
import io.parley.engine.RequestRefusedException;
import io.parley.engine.Revision;
import io.parley.engine.Transport;
import io.parley.engine.TransportName;
import io.parley.testing.Fact;
import io.parley.testing.SilentListener;
import io.parley.testing.TestClient;
import io.parley.testing.World;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks, their order and their contexts, as the reference has them: socketio-facts 1.2. */
final class RequestCheckTest {
    private final EngineServer server = server(options -> {});

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "GET,  EIO=4&transport=polling,             false, -",
                "GET,  EIO=4&transport=websocket,           true,  -",
                "CONNECT, EIO=4&transport=websocket,        true,  -",
                "GET,  '',                                  false, UNKNOWN_TRANSPORT",
                "GET,  EIO=4&transport=webtransport,        false, UNKNOWN_TRANSPORT",
                "GET,  EIO=4&transport=__proto__,           false, UNKNOWN_TRANSPORT",
                "GET,  EIO=4&transport[]=polling,           false, UNKNOWN_TRANSPORT",
                "GET,  EIO=4&transport=polling&j=0,         false, UNKNOWN_TRANSPORT",
                "POST, EIO=3&transport=nope&sid=nope,       false, UNKNOWN_TRANSPORT",
                "GET,  EIO=3&transport=polling&sid=nope,    false, UNKNOWN_SID",
                "GET,  EIO=4&transport=websocket&sid=nope,  true,  UNKNOWN_SID",
                "GET,  EIO=4&transport=polling&sid=,        false, UNKNOWN_SID",
                "POST, EIO=3&transport=polling,             false, BAD_HANDSHAKE_METHOD",
                "OPTIONS, EIO=4&transport=polling,          false, BAD_HANDSHAKE_METHOD",
                "HEAD, EIO=4&transport=polling,             false, BAD_HANDSHAKE_METHOD",
                "GET,  EIO=3&transport=websocket,           false, BAD_REQUEST",
                "GET,  EIO=4&transport=polling,             true,  BAD_REQUEST",
                "GET,  EIO=3&transport=polling,             false, UNSUPPORTED_PROTOCOL_VERSION",
                "GET,  EIO=4.0&transport=polling,           false, UNSUPPORTED_PROTOCOL_VERSION",
                "GET,  transport=polling,                   false, UNSUPPORTED_PROTOCOL_VERSION",
                "GET,  EIO=3&transport=websocket,           true,  UNSUPPORTED_PROTOCOL_VERSION",
            })
    void requestWithoutSession(String method, String query, boolean upgrade, @Nullable EngineError expected) {
        var outcome = check(server, method, query, upgrade);
        assertThat(outcome.error()).isEqualTo(expected);
        assertThat(outcome.revision).isEqualTo(expected == null ? Revision.V4 : null);
    }

    @Fact("1.2 context of code 3, TRANSPORT_MISMATCH")
    @Test
    void requestOfASession_mustFitIt() {
        var session = TestClient.polling(server).session();
        var sid = "&sid=" + session.id();
        assertThat(check(server, "GET", "EIO=4&transport=polling" + sid, false).session)
                .isSameAs(session);
        assertThat(check(server, "POST", "EIO=4&transport=polling" + sid, false).session)
                .isSameAs(session);
        assertThat(check(server, "GET", "EIO=4&transport=websocket" + sid, true).session)
                .isSameAs(session);
        assertThat(check(server, "GET", "EIO=4&transport=websocket" + sid, false)
                        .context())
                .isEqualTo(
                        Map.of("name", "TRANSPORT_MISMATCH", "transport", "websocket", "previousTransport", "polling"));
        assertThat(check(server, "GET", "EIO=4&transport=polling" + sid, true).context())
                .containsEntry("name", "TRANSPORT_MISMATCH");
    }

    @Fact("1.2 context of code 3, PROTOCOL_MISMATCH")
    @Test
    void revisionOfASession_staysWhatItWas() {
        var both = server(options -> options.allowEIO3(true));
        var old = TestClient.polling(both, Revision.V3).session();
        var current = TestClient.polling(both).session();
        assertThat(check(both, "GET", "EIO=3&transport=polling&sid=" + old.id(), false).session)
                .isSameAs(old);
        assertThat(check(both, "GET", "EIO=4&transport=polling&sid=" + old.id(), false)
                        .context())
                .isEqualTo(Map.of("name", "PROTOCOL_MISMATCH", "protocol", "4", "previousProtocol", 3));
        for (var protocol : List.of("EIO=3&", "EIO=4.0&", "EIO=&", "")) {
            for (var method : List.of("GET", "POST")) {
                var polling = protocol + "transport=polling&sid=" + current.id();
                assertThat(check(both, method, polling, false).error()).isEqualTo(EngineError.BAD_REQUEST);
            }
            var upgrade = protocol + "transport=websocket&sid=" + current.id();
            assertThat(check(both, "GET", upgrade, true).context()).containsEntry("name", "PROTOCOL_MISMATCH");
        }
    }

    @Test
    void revision3_isAccepted_ifTheOptionsAllow_butNothingElseIsTakenForIt() {
        var both = server(options -> options.allowEIO3(true));
        assertThat(check(both, "GET", "EIO=3&transport=polling", false).revision)
                .isEqualTo(Revision.V3);
        assertThat(check(both, "GET", "EIO=3&transport=websocket", true).revision)
                .isEqualTo(Revision.V3);
        for (var query : List.of("EIO=2&transport=polling", "EIO=5&transport=polling", "transport=polling")) {
            assertThat(check(both, "GET", query, false).error()).isEqualTo(EngineError.UNSUPPORTED_PROTOCOL_VERSION);
        }
    }

    @Test
    void pollingAfterTheUpgrade_isABadRequest() {
        var client = TestClient.polling(server);
        client.upgrade().send("2probe").send("5");
        var query = "EIO=4&transport=polling&sid=" + client.session().id();
        assertThat(check(server, "GET", query, false).error()).isEqualTo(EngineError.BAD_REQUEST);
    }

    @Test
    void upgrade_isRefused_ifTheOptionsDoNotAllowIt() {
        var fixed = server(options -> options.allowUpgrades(false));
        var session = TestClient.polling(fixed);
        assertThat(session.take()).singleElement().asString().contains("\"upgrades\":[]");
        var query = "EIO=4&transport=websocket&sid=" + session.session().id();
        assertThat(check(fixed, "GET", query, true).context()).containsEntry("name", "TRANSPORT_MISMATCH");
        assertThat(check(fixed, "GET", "EIO=4&transport=websocket", true).error())
                .isNull();
    }

    @Test
    void transportThatIsNotOffered_isUnknown() {
        var polling = server(options -> options.transports(Set.of(TransportName.POLLING)));
        assertThat(check(polling, "GET", "EIO=4&transport=websocket", true).context())
                .isEqualTo(Map.of("transport", "websocket"));
        assertThat(TestClient.polling(polling).take())
                .singleElement()
                .asString()
                .contains("\"upgrades\":[]");
    }

    @Fact({
        "1.2 context of code 0",
        "1.2 context of code 1",
        "1.2 context of code 2",
        "1.2 context of code 3, TRANSPORT_HANDSHAKE_ERROR",
        "1.2 context of code 5"
    })
    @Test
    void contexts_areThoseOfTheReference() {
        assertThat(check(server, "GET", "EIO=4&transport=x", false).context()).isEqualTo(Map.of("transport", "x"));
        assertThat(check(server, "GET", "EIO=4&transport=polling&sid=x", false).context())
                .isEqualTo(Map.of("sid", "x"));
        assertThat(check(server, "PUT", "EIO=4&transport=polling", false).context())
                .isEqualTo(Map.of("method", "PUT"));
        assertThat(check(server, "GET", "EIO=4&transport=websocket", false).context())
                .isEqualTo(Map.of("name", "TRANSPORT_HANDSHAKE_ERROR"));
        assertThat(check(server, "GET", "EIO=3&transport=polling", false).context())
                .isEqualTo(Map.of("protocol", "3"));
    }

    @Fact("1.2 context of code 3, INVALID_ORIGIN")
    @Test
    void originWithCharactersThatNoHeaderHas_isInvalid_beforeTheSessionIsLookedFor() {
        for (var origin : List.of("http://a\u0001", "http://a\u007f", "http://€", "\n")) {
            var outcome = check(server, "GET", "EIO=4&transport=polling&sid=nope", false, origin);
            assertThat(outcome.context()).isEqualTo(Map.of("name", "INVALID_ORIGIN", "origin", origin));
        }
        for (var origin : List.of("http://a", "null", "", "\t", "http://ÿ")) {
            assertThat(check(server, "GET", "EIO=4&transport=polling", false, origin)
                            .error())
                    .isNull();
        }
    }

    @Fact("1.2 context of code 4")
    @Test
    void allowRequest_isAskedAtTheHandshakeOnly_beforeTheRevisionIsLookedAt() {
        var asked = new ArrayList<String>();
        var guarded = server(options -> options.allowRequest(request -> {
            asked.add(request.url());
            if (request.query().containsKey("reject")) {
                throw new RequestRefusedException("not \"you\"\n");
            }
        }));
        var refused = check(guarded, "GET", "EIO=9&transport=polling&reject=1", false);
        assertThat(refused.error()).isEqualTo(EngineError.FORBIDDEN);
        assertThat(refused.refusal()).satisfies(refusal -> {
            assertThat(refusal.status()).isEqualTo(403);
            assertThat(refusal.upgradeStatus()).isEqualTo(400);
            assertThat(refusal.message()).isEqualTo("not \"you\"\n");
            assertThat(refusal.json()).isEqualTo("{\"code\":4,\"message\":\"not \\\"you\\\"\\u000a\"}");
        });
        assertThat(refused.context()).isEqualTo(Map.of("message", "not \"you\"\n"));
        assertThat(check(guarded, "GET", "EIO=9&transport=polling", false).error())
                .isEqualTo(EngineError.UNSUPPORTED_PROTOCOL_VERSION);
        assertThat(asked).hasSize(2);

        var session = TestClient.polling(guarded).session();
        check(guarded, "GET", "EIO=4&transport=polling&reject=1&sid=" + session.id(), false);
        check(guarded, "GET", "EIO=4&transport=websocket&reject=1&sid=" + session.id(), true);
        check(guarded, "PUT", "EIO=4&transport=polling&reject=1", false);
        assertThat(asked).hasSize(2);
    }

    @Test
    void allowRequest_mayChooseTheStatus() {
        var guarded = server(options -> options.allowRequest(request -> {
            throw new RequestRefusedException(401, "log in");
        }));
        assertThat(check(guarded, "GET", "EIO=4&transport=polling", false).refusal())
                .satisfies(refusal -> {
                    assertThat(refusal.status()).isEqualTo(401);
                    assertThat(refusal.upgradeStatus()).isEqualTo(401);
                });
    }

    @Test
    void allowRequestThatFails_refusesWithoutTellingWhy() {
        var guarded = server(options -> options.allowRequest(request -> {
            throw new IllegalStateException("secret");
        }));
        assertThat(check(guarded, "GET", "EIO=4&transport=polling", false).refusal())
                .satisfies(refusal -> assertThat(refusal.json()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}"));
    }

    @Test
    void generateId_makesTheId() {
        var named = server(options ->
                options.generateId(request -> "for-" + request.query().get("user")));
        assertThat(check(named, "GET", "EIO=4&transport=polling&user=ada", false).id)
                .isEqualTo("for-ada");
    }

    @Fact("1.2 context of code 3, ID_GENERATION_ERROR")
    @Test
    void idThatCannotBe_isABadRequest() {
        var ids = new ArrayList<>(Arrays.asList("", "a b", "a\"b", "ä", "x".repeat(129), "twice", "twice", null));
        var named = server(options -> options.generateId(request -> ids.remove(0)));
        for (int i = 0; i < 5; i++) {
            assertThat(check(named, "GET", "EIO=4&transport=polling", false).context())
                    .containsEntry("name", "ID_GENERATION_ERROR")
                    .containsKey("error");
        }
        assertThat(TestClient.polling(named).session().id()).isEqualTo("twice");
        for (int i = 0; i < 2; i++) {
            assertThat(check(named, "GET", "EIO=4&transport=polling", false).context())
                    .containsEntry("name", "ID_GENERATION_ERROR")
                    .containsKey("error");
        }
        assertThat(named.size()).isEqualTo(1);
    }

    @Test
    void sessionWhoseIdIsTakenMeanwhile_closesAtOnce_andTheOtherLives() {
        var first = TestClient.polling(server).session();
        var second = server.open(first.id(), request("GET", Map.of()), Revision.V4, new NoTransport());
        assertThat(server.find(first.id())).containsSame(first);
        second.lost(second.first(), CloseReason.TRANSPORT_CLOSE, "gone");
        assertThat(server.find(first.id())).containsSame(first);
    }

    @Fact({"1.2 code 0", "1.2 code 1", "1.2 code 2", "1.2 code 3", "1.2 code 4", "1.2 code 5"})
    @Test
    void errors_areThoseOfTheReference() {
        assertThat(EngineError.values())
                .extracting(error ->
                        error.status() + " " + Refusal.of(error, Map.of()).json())
                .containsExactly(
                        "400 {\"code\":0,\"message\":\"Transport unknown\"}",
                        "400 {\"code\":1,\"message\":\"Session ID unknown\"}",
                        "400 {\"code\":2,\"message\":\"Bad handshake method\"}",
                        "400 {\"code\":3,\"message\":\"Bad request\"}",
                        "403 {\"code\":4,\"message\":\"Forbidden\"}",
                        "400 {\"code\":5,\"message\":\"Unsupported protocol version\"}");
    }

    @Test
    void sessionOfAnotherNode_isLeftToIt() {
        var server = server(options -> {});

        assertThat(check(server, "GET", "EIO=4&transport=polling&sid=there-1", false).node)
                .isEqualTo("node-2");
        assertThat(check(server, "GET", "EIO=4&transport=websocket&sid=there-1", true).node)
                .isEqualTo("node-2");
        assertThat(check(server, "GET", "EIO=4&transport=polling&sid=gone-1", false)
                        .error())
                .isEqualTo(EngineError.UNKNOWN_SID);
        assertThat(check(server, "GET", "EIO=4&transport=polling&sid=there-1", true)
                        .context())
                .containsEntry("name", "TRANSPORT_MISMATCH");
        assertThat(check(
                                server(options -> options.allowUpgrades(false)),
                                "GET",
                                "EIO=4&transport=websocket&sid=there-1",
                                true)
                        .context())
                .containsEntry("name", "TRANSPORT_MISMATCH");
    }

    private static EngineServer server(Consumer<EngineOptions.Builder> change) {
        var options = EngineOptions.builder();
        change.accept(options);
        return new EngineServer(options.build(), new World().environment(), session -> new SilentListener());
    }

    private static Outcome check(EngineServer server, String method, String query, boolean upgrade) {
        return check(server, method, query, upgrade, null);
    }

    private static Outcome check(
            EngineServer server, String method, String query, boolean upgrade, @Nullable String origin) {
        var parsed = QueryString.parse(query);
        var incoming =
                new Incoming(method, parsed, origin, upgrade, new Visitor(null, null), () -> request(method, parsed));
        return new Outcome(RequestCheck.check(server, incoming, sid -> sid.startsWith("there") ? "node-2" : null));
    }

    private static EngineRequest request(String method, Map<String, String> query) {
        return new EngineRequest(method, "/x", null, query, Map.of(), "127.0.0.1", false, null, null, Instant.EPOCH);
    }

    /** A verdict, taken apart. */
    private static final class Outcome implements Verdict.Handler {
        private @Nullable Refusal refusal;
        private @Nullable Revision revision;
        private @Nullable String id;
        private @Nullable EngineSession session;
        private @Nullable String node;

        Outcome(Verdict verdict) {
            try {
                verdict.accept(this);
            } catch (IOException impossible) {
                throw new AssertionError(impossible);
            }
        }

        @Nullable
        EngineError error() {
            return refusal == null ? null : refusal.error();
        }

        Refusal refusal() {
            assertThat(refusal).isNotNull();
            return refusal;
        }

        Map<String, Object> context() {
            return refusal().context();
        }

        @Override
        public void refused(Refusal given) {
            refusal = given;
        }

        @Override
        public void opens(String sid, Revision named) {
            id = sid;
            revision = named;
        }

        @Override
        public void belongs(EngineSession owner) {
            session = owner;
        }

        @Override
        public void elsewhere(String other) {
            node = other;
        }
    }

    private static final class NoTransport implements Transport {
        @Override
        public TransportName name() {
            return TransportName.POLLING;
        }

        @Override
        public boolean write(List<? extends EnginePacket> batch) {
            throw new AssertionError("not ready");
        }

        @Override
        public void close() {}

        @Override
        public void replaced() {}
    }
}
