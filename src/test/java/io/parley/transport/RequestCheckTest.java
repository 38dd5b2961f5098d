package io.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ServerOptions;
import io.parley.engine.EngineError;
import io.parley.engine.EngineServer;
import io.parley.engine.QueryString;
import io.parley.engine.Revision;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks and their order, as the reference has them: socketio-facts 1.2. */
final class RequestCheckTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "GET,  EIO=4&transport=polling,             false, -",
                "GET,  EIO=4&transport=websocket,           true,  -",
                "GET,  '',                                  false, UNKNOWN_TRANSPORT",
                "GET,  EIO=4&transport=webtransport,        false, UNKNOWN_TRANSPORT",
                "GET,  EIO=4&transport=__proto__,           false, UNKNOWN_TRANSPORT",
                "GET,  EIO=4&transport[]=polling,           false, UNKNOWN_TRANSPORT",
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
    void requestWithoutSession(String method, String query, boolean upgrade, EngineError expected) {
        assertThat(check(method, query, upgrade).error()).isEqualTo(expected);
    }

    @Test
    void requestOfASession_mustFitIt() {
        var session = TestClient.polling(engine()).session();
        var sid = "&sid=" + session.id();
        assertThat(check("GET", "EIO=4&transport=polling" + sid, false).session())
                .isSameAs(session);
        assertThat(check("POST", "EIO=4&transport=polling" + sid, false).session())
                .isSameAs(session);
        assertThat(check("GET", "EIO=4&transport=websocket" + sid, true).session())
                .isSameAs(session);
        assertThat(check("GET", "EIO=3&transport=polling" + sid, false).error()).isEqualTo(EngineError.BAD_REQUEST);
        assertThat(check("GET", "EIO=3&transport=websocket" + sid, true).error())
                .isEqualTo(EngineError.BAD_REQUEST);
        assertThat(check("GET", "EIO=4&transport=websocket" + sid, false).error())
                .isEqualTo(EngineError.BAD_REQUEST);
        assertThat(check("GET", "EIO=4&transport=polling" + sid, true).error()).isEqualTo(EngineError.BAD_REQUEST);
    }

    @Test
    void revision3_isAccepted_ifTheOptionsAllow_andHoldsForTheSession() {
        var server = new TestServer(
                ServerOptions.builder().engine(engine -> engine.allowEIO3(true)).build());
        var engine = server.io().engine();
        assertThat(check(engine, "GET", "EIO=3&transport=polling", false).revision())
                .isEqualTo(Revision.V3);
        assertThat(check(engine, "GET", "EIO=3&transport=websocket", true).revision())
                .isEqualTo(Revision.V3);
        assertThat(check(engine, "GET", "EIO=2&transport=polling", false).error())
                .isEqualTo(EngineError.UNSUPPORTED_PROTOCOL_VERSION);
        assertThat(check(engine, "GET", "transport=polling", false).error())
                .isEqualTo(EngineError.UNSUPPORTED_PROTOCOL_VERSION);

        var old = TestClient.polling(engine, Revision.V3).session();
        var now = TestClient.polling(engine).session();
        assertThat(check(engine, "GET", "EIO=3&transport=polling&sid=" + old.id(), false)
                        .session())
                .isSameAs(old);
        for (var query :
                List.of("EIO=4&transport=polling&sid=" + old.id(), "EIO=3&transport=polling&sid=" + now.id())) {
            assertThat(check(engine, "GET", query, false).error()).isEqualTo(EngineError.BAD_REQUEST);
            assertThat(check(engine, "POST", query, false).error()).isEqualTo(EngineError.BAD_REQUEST);
            assertThat(check(engine, "GET", query.replace("polling", "websocket"), true)
                            .error())
                    .isEqualTo(EngineError.BAD_REQUEST);
        }
    }

    @Test
    void pollingAfterTheUpgrade_isABadRequest() {
        var client = TestClient.polling(engine());
        client.upgrade().send("2probe").send("5");
        var verdict =
                check("GET", "EIO=4&transport=polling&sid=" + client.session().id(), false);
        assertThat(verdict.error()).isEqualTo(EngineError.BAD_REQUEST);
    }

    @Test
    void errors_areThoseOfTheReference() {
        assertThat(EngineError.values())
                .extracting(error -> error.status() + " " + error.json())
                .containsExactly(
                        "400 {\"code\":0,\"message\":\"Transport unknown\"}",
                        "400 {\"code\":1,\"message\":\"Session ID unknown\"}",
                        "400 {\"code\":2,\"message\":\"Bad handshake method\"}",
                        "400 {\"code\":3,\"message\":\"Bad request\"}",
                        "403 {\"code\":4,\"message\":\"Forbidden\"}",
                        "400 {\"code\":5,\"message\":\"Unsupported protocol version\"}");
    }

    private RequestCheck.Verdict check(String method, String query, boolean upgrade) {
        return check(engine(), method, query, upgrade);
    }

    private static RequestCheck.Verdict check(EngineServer engine, String method, String query, boolean upgrade) {
        return RequestCheck.check(engine, method, QueryString.parse(query), upgrade);
    }

    private EngineServer engine() {
        return server.io().engine();
    }
}
