package io.parley.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.engine.AllowedOrigins;
import io.parley.engine.ConnectionError;
import io.parley.engine.Cookie;
import io.parley.engine.Cors;
import io.parley.engine.EngineOptions;
import io.parley.engine.RequestRefusedException;
import io.parley.engine.TextPacket;
import io.parley.kernel.Limit;
import io.parley.testing.Fact;
import io.parley.transport.Endpoint.Answer;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes over the wire, and when the application is asked: socketio-facts 1.2, 1.5, 1.6, 1.8. */
final class EngineServletTest {
    private static final String POLLING = "/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "/?EIO=4&transport=websocket";
    /** As Jetty writes what was set. */
    private static final String TEXT = "text/plain;charset=utf-8";

    private static final String HERE = "http://allowed.example";

    private @Nullable Endpoint endpoint;

    @AfterEach
    void stop() throws Exception {
        if (endpoint != null) {
            endpoint.stop();
        }
    }

    @Test
    void noOption_noHeader() throws Exception {
        start(options -> options.allowedOrigins(AllowedOrigins.any()));
        for (var answer : List.of(
                endpoint.get(POLLING, "Origin: " + HERE),
                endpoint.get("/", "Origin: " + HERE),
                endpoint.upgrade(WEBSOCKET, "Origin: " + HERE))) {
            assertThat(answer.headers())
                    .noneMatch(header -> header.startsWith("Access-Control"))
                    .noneMatch(header -> header.startsWith("Vary"))
                    .noneMatch(header -> header.startsWith("Set-Cookie"));
        }
        var preflight = endpoint.request("OPTIONS", POLLING, "", "Origin: " + HERE);
        assertThat(preflight.status()).isEqualTo(400);
        assertThat(preflight.text()).isEqualTo("{\"code\":2,\"message\":\"Bad handshake method\"}");
    }

    @Test
    void cookie_isSetByTheFirstPollingAnswerOnly() throws Exception {
        start(options -> options.cookie(Cookie.named("io-test")));
        var opened = endpoint.get(POLLING);
        var sid = sid(opened);
        assertThat(opened.header("Set-Cookie")).containsExactly("io-test=" + sid + "; Path=/; HttpOnly; SameSite=Lax");
        var own = POLLING + "&sid=" + sid;
        assertThat(endpoint.request("POST", own, "4hi").header("Set-Cookie")).isEmpty();
        assertThat(endpoint.get(own).header("Set-Cookie")).isEmpty();
        assertThat(endpoint.upgrade(WEBSOCKET).header("Set-Cookie")).isEmpty();
        assertThat(endpoint.get("/").header("Set-Cookie")).isEmpty();
    }

    @Fact("1.3 compression of an answer")
    @Test
    void largeAnswer_isCompressed_ifTheClientAcceptsIt() throws Exception {
        start(options -> {});
        var message = "4" + "x".repeat(1023);
        var zipped = echoed(message, "Accept-Encoding: deflate, gzip;q=0.8, br");
        assertThat(zipped.header("Content-Encoding")).containsExactly("gzip");
        try (var text = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(new String(text.readAllBytes(), UTF_8)).isEqualTo(message);
        }
        var deflated = echoed(message, "Accept-Encoding: br, deflate");
        assertThat(deflated.header("Content-Encoding")).containsExactly("deflate");
        try (var text = new InflaterInputStream(new ByteArrayInputStream(deflated.body()))) {
            assertThat(new String(text.readAllBytes(), UTF_8)).isEqualTo(message);
        }
        for (var other : List.of("Accept-Encoding: gzip;q=0, br", "Accept-Encoding: br", "X: y")) {
            var plain = echoed(message, other);
            assertThat(plain.header("Content-Encoding")).isEmpty();
            assertThat(plain.text()).isEqualTo(message);
        }
    }

    @Fact("1.3 compression of an answer")
    @Test
    void smallAnswer_orOneThatMustNotBe_isNotCompressed() throws Exception {
        start(options -> options.httpCompressionThreshold(1025));
        assertThat(echoed("4" + "x".repeat(1023), "Accept-Encoding: gzip").header("Content-Encoding"))
                .isEmpty();
        assertThat(echoed("4" + "x".repeat(1024), "Accept-Encoding: gzip").header("Content-Encoding"))
                .containsExactly("gzip");
        var sid = endpoint.open("EIO=4&transport=polling");
        var session = endpoint.server().find(sid).orElseThrow();
        session.send(List.of(TextPacket.message("x".repeat(5_000), false)));
        assertThat(endpoint.get(POLLING + "&sid=" + sid, "Accept-Encoding: gzip")
                        .header("Content-Encoding"))
                .isEmpty();
    }

    private Endpoint.Answer echoed(String message, String header) throws Exception {
        var own = POLLING + "&sid=" + endpoint.open("EIO=4&transport=polling");
        endpoint.request("POST", own, message);
        return endpoint.get(own, header);
    }

    @Test
    void b16_moreSessionsThanAllowed_areToldToComeBackLater() throws Exception {
        start(options -> options.maxSessions(2));
        var first = endpoint.open("EIO=4&transport=polling");
        endpoint.open("EIO=4&transport=polling");
        for (var refused : List.of(endpoint.get(POLLING), endpoint.upgrade(WEBSOCKET))) {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).containsExactly("5");
        }
        assertThat(endpoint.server().counters().hits(Limit.SESSIONS)).isEqualTo(2);
        endpoint.request("POST", POLLING + "&sid=" + first, "1");
        assertThat(endpoint.get(POLLING).status()).isEqualTo(200);
    }

    @Test
    void drainedServer_refusesNewSessions_andServesOthersUntilTheirEnd() throws Exception {
        start(options -> {});
        var own = POLLING + "&sid=" + endpoint.open("EIO=4&transport=polling");
        endpoint.server().drain(Duration.ofSeconds(10));
        for (var refused : List.of(endpoint.get(POLLING), endpoint.upgrade(WEBSOCKET))) {
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).containsExactly("5");
        }
        assertThat(endpoint.get(POLLING).text()).isEqualTo("{\"code\":4,\"message\":\"The server is shutting down\"}");
        assertThat(endpoint.get(own).text()).isEqualTo("1");
        assertThat(endpoint.get(own).text()).contains("Session ID unknown");
    }

    @Test
    void b16_boundOfAnAddress_isNotThatOfOthers_whateverRequestsSayOfThemselves() throws Exception {
        start(options -> options.maxSessionsPerAddress(1));
        var first = endpoint.open("EIO=4&transport=polling");
        assertThat(endpoint.get(POLLING, "X-Forwarded-For: 10.0.0.1", "Forwarded: for=10.0.0.1")
                        .status())
                .isEqualTo(503);
        assertThat(endpoint.get(POLLING, "Address: 10.0.0.1").status()).isEqualTo(200);
        assertThat(endpoint.get(POLLING, "Address: 10.0.0.1").status()).isEqualTo(503);
        assertThat(endpoint.server().counters().hits(Limit.ADDRESS_SESSIONS)).isEqualTo(2);
        endpoint.request("POST", POLLING + "&sid=" + first, "1");
        assertThat(endpoint.get(POLLING).status()).isEqualTo(200);
    }

    @Test
    void b19_bodyThatDoesNotComeInTime_isRefused_andItsSessionEnds() throws Exception {
        start(options -> options.postTimeout(Duration.ofMillis(100)));
        var own = POLLING + "&sid=" + endpoint.open("EIO=4&transport=polling");
        try (var post = endpoint.start("POST", own, "Content-Length: 100")) {
            assertThat(post.answer().status()).isEqualTo(400);
        }
        assertThat(endpoint.get(own).text()).contains("Session ID unknown");
        assertThat(endpoint.server().counters().hits(Limit.RECEIVE_TIME)).isEqualTo(1);
    }

    @Test
    void b19_bodyThatIsTooLarge_leavesNoTimeRunning() throws Exception {
        start(options -> options.postTimeout(Duration.ofMillis(100)).maxPayloadBytes(10));
        var own = POLLING + "&sid=" + endpoint.open("EIO=4&transport=polling");
        try (var post = endpoint.start("POST", own, "Transfer-Encoding: chunked")) {
            post.socket().getOutputStream().write("20\r\n4123456789012345678901234567890\r\n".getBytes(UTF_8));
            assertThat(post.answer().status()).isEqualTo(413);
        }
        endpoint.request("POST", own, "4hi");
        assertThat(endpoint.get(own).text()).isEqualTo("4hi");
        assertThat(endpoint.server().counters().hits(Limit.RECEIVE_TIME)).isZero();
    }

    @Test
    void b13_whoeverIsNotLoggedIn_isRefused_ifTheOptionsSaySo() throws Exception {
        start(options -> options.allowAnonymous(false));
        for (var refused : List.of(endpoint.get(POLLING), endpoint.upgrade(WEBSOCKET))) {
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.text()).contains("Forbidden");
        }
        var own = POLLING + "&sid=" + sid(endpoint.get(POLLING, "User: alice"));
        assertThat(endpoint.get(own).status()).isEqualTo(400);
        assertThat(endpoint.request("POST", own, "4x", "User: alice").status()).isEqualTo(200);
    }

    @Test
    void b15_sessionOfAnotherUser_isUnknown_andUndisturbed() throws Exception {
        start(options -> {});
        var own = POLLING + "&sid=" + sid(endpoint.get(POLLING, "User: alice"));
        var upgrade = WEBSOCKET + own.substring(POLLING.length());
        for (var other : List.of("User: bob", "User: Alice", "X: nobody")) {
            for (var refused : List.of(
                    endpoint.get(own, other),
                    endpoint.request("POST", own, "4stolen", other),
                    endpoint.upgrade(upgrade, other))) {
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.text()).contains("Session ID unknown");
            }
        }
        assertThat(endpoint.request("POST", own, "4mine", "User: alice").text()).isEqualTo("ok");
        assertThat(endpoint.get(own, "User: alice").text()).isEqualTo("4mine");
        var anonymous = POLLING + "&sid=" + endpoint.open("EIO=4&transport=polling");
        assertThat(endpoint.get(anonymous, "User: bob").status()).isEqualTo(400);
        assertThat(endpoint.request("POST", anonymous, "4x").status()).isEqualTo(200);
    }

    /** The cookie of an HTTP session belongs to a browser: with that of another one, or none, there is no such session. */
    @Test
    void b15_sessionOfAnotherHttpSession_isUnknown_andUndisturbed() throws Exception {
        start(options -> {});
        var alice = endpoint.get(POLLING, "Login: yes");
        var own = POLLING + "&sid=" + sid(alice);
        var upgrade = WEBSOCKET + own.substring(POLLING.length());
        var bob = cookie(endpoint.get(POLLING, "Login: yes"));
        for (var other : List.of(bob, "Cookie: JSESSIONID=made-up", "X: nobody")) {
            for (var refused : List.of(
                    endpoint.get(own, other),
                    endpoint.request("POST", own, "4stolen", other),
                    endpoint.upgrade(upgrade, other))) {
                assertThat(refused.status()).isEqualTo(400);
                assertThat(refused.text()).contains("Session ID unknown");
            }
        }
        assertThat(endpoint.request("POST", own, "4mine", cookie(alice)).text()).isEqualTo("ok");
        assertThat(endpoint.get(own, cookie(alice)).text()).isEqualTo("4mine");
        assertThat(endpoint.upgrade(upgrade, cookie(alice)).status()).isEqualTo(101);
    }

    @Test
    void b15_httpSessionThatBeginsLater_doesNotMatter() throws Exception {
        start(options -> {});
        var own = POLLING + "&sid=" + endpoint.open("EIO=4&transport=polling");
        var login = endpoint.request("POST", own, "4hi", "Login: yes");
        assertThat(login.text()).isEqualTo("ok");
        assertThat(endpoint.get(own, cookie(login)).text()).isEqualTo("4hi");
    }

    private static String cookie(Answer answer) {
        return "Cookie: " + answer.header("Set-Cookie").get(0).split(";")[0];
    }

    @Test
    void cors_isOnEveryAnswer_errorsAndUpgradesIncluded() throws Exception {
        start(options -> options.cors(Cors.origins(HERE).credentials(true)));
        var sid = endpoint.open("EIO=4&transport=polling");
        for (var answer : List.of(
                endpoint.get(POLLING, "Origin: " + HERE),
                endpoint.request("POST", POLLING + "&sid=" + sid, "4hi", "Origin: " + HERE),
                endpoint.request("DELETE", POLLING + "&sid=" + sid, "", "Origin: " + HERE),
                endpoint.get("/", "Origin: " + HERE),
                endpoint.get(POLLING + "&sid=nope", "Origin: " + HERE),
                endpoint.upgrade(WEBSOCKET, "Origin: " + HERE),
                endpoint.upgrade(WEBSOCKET + "&sid=nope", "Origin: " + HERE))) {
            assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(HERE);
            assertThat(answer.header("Access-Control-Allow-Credentials")).containsExactly("true");
            assertThat(answer.header("Vary")).containsExactly("Origin");
        }
        var other = endpoint.get(POLLING, "Origin: http://evil.example");
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.headers()).noneMatch(header -> header.startsWith("Access-Control"));
    }

    @Test
    void cors_isSilentToOtherOrigins_evenIfTheyAreAllowed() throws Exception {
        start(options -> options.cors(Cors.origins(HERE)).allowedOrigins(AllowedOrigins.any()));
        var other = endpoint.get(POLLING, "Origin: http://evil.example");
        assertThat(other.status()).isEqualTo(200);
        assertThat(other.header("Access-Control-Allow-Origin")).isEmpty();
        assertThat(other.header("Vary")).containsExactly("Origin");
    }

    @Fact("1.2 answer to a preflight")
    @Test
    void preflight_isAnsweredForAnyQuery_andOpensNothing() throws Exception {
        start(options -> options.cors(Cors.origins(HERE).methods("GET", "POST").allowedHeaders("x-custom")));
        for (var target : List.of(POLLING, POLLING + "&sid=nope", "/")) {
            var answer = endpoint.request("OPTIONS", target, "", "Origin: " + HERE);
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.body()).isEmpty();
            assertThat(answer.header("Content-Type")).isEmpty();
            assertThat(answer.header("Access-Control-Allow-Origin")).containsExactly(HERE);
            assertThat(answer.header("Access-Control-Allow-Methods")).containsExactly("GET,POST");
            assertThat(answer.header("Access-Control-Allow-Headers")).containsExactly("x-custom");
        }
        assertThat(endpoint.server().size()).isZero();
    }

    @Test
    void headers_areAddedToEveryAnswer_initialOnesToThoseThatOpenASession() throws Exception {
        start(options -> {});
        endpoint.server()
                .onInitialHeaders((headers, request) ->
                        headers.set("x-initial", request.query().get("who")))
                .onHeaders((headers, request) -> headers.set("x-every", request.method()));
        var opened = endpoint.get(POLLING + "&who=ada");
        assertThat(opened.header("x-initial")).containsExactly("ada");
        assertThat(opened.header("x-every")).containsExactly("GET");
        var own = POLLING + "&sid=" + sid(opened);
        var posted = endpoint.request("POST", own, "4hi");
        assertThat(posted.header("x-initial")).isEmpty();
        assertThat(posted.header("x-every")).containsExactly("POST");
        assertThat(endpoint.get(own).header("x-every")).containsExactly("GET");
        var webSocket = endpoint.upgrade(WEBSOCKET + "&who=bob");
        assertThat(webSocket.status()).isEqualTo(101);
        assertThat(webSocket.header("x-initial")).containsExactly("bob");
        assertThat(webSocket.header("x-every")).containsExactly("GET");
        var upgrade = endpoint.upgrade(WEBSOCKET + "&sid=" + sid(opened));
        assertThat(upgrade.status()).isEqualTo(101);
        assertThat(upgrade.header("x-initial")).isEmpty();
        assertThat(upgrade.header("x-every")).containsExactly("GET");
        assertThat(endpoint.get("/").header("x-every")).isEmpty();
    }

    @Test
    void listenerThatFails_harmsNobody() throws Exception {
        start(options -> {});
        endpoint.server()
                .onHeaders((headers, request) -> headers.set("x-bad", "a\r\nb"))
                .onHeaders((headers, request) -> headers.set("x-good", "1"))
                .onConnectionError(error -> {
                    throw new IllegalStateException("bug of the application");
                });
        var opened = endpoint.get(POLLING);
        assertThat(opened.status()).isEqualTo(200);
        assertThat(opened.header("x-bad")).isEmpty();
        assertThat(opened.header("x-good")).containsExactly("1");
        assertThat(endpoint.get("/").status()).isEqualTo(400);
    }

    @Fact({"1.2 code 4 in the words of allowRequest", "1.2 code 4 on an upgrade request"})
    @Test
    void allowRequest_refusesWithItsMessage_asJsonOrBare() throws Exception {
        start(options -> options.allowRequest(request -> {
            if (request.query().containsKey("reject")) {
                throw new RequestRefusedException("rejected by the app");
            }
        }));
        var polling = endpoint.get(POLLING + "&reject=1");
        assertThat(polling.status()).isEqualTo(403);
        assertThat(polling.header("Content-Type")).containsExactly("application/json");
        assertThat(polling.text()).isEqualTo("{\"code\":4,\"message\":\"rejected by the app\"}");
        var upgrade = endpoint.upgrade(WEBSOCKET + "&reject=1");
        assertThat(upgrade.status()).isEqualTo(400);
        assertThat(upgrade.header("Content-Type")).singleElement().asString().startsWith("text/html");
        assertThat(upgrade.header("Connection")).containsExactly("close");
        assertThat(upgrade.text()).isEqualTo("rejected by the app");
        assertThat(endpoint.get(POLLING).status()).isEqualTo(200);
        assertThat(endpoint.server().size()).isEqualTo(1);
    }

    @Test
    void middlewares_seeEveryRequest_inOrder_andMayRefuseIt() throws Exception {
        start(options -> options.cors(Cors.anyOrigin()).allowedOrigins(AllowedOrigins.any()));
        endpoint.server()
                .use((request, headers) -> {
                    headers.set("x-first", request.header("X-Token").orElse("none"));
                    request.attributes().put("seen", true);
                })
                .use((request, headers) -> {
                    headers.add("x-second", String.valueOf(request.attributes().get("seen")));
                    if (request.query().containsKey("refuse")) {
                        headers.set("WWW-Authenticate", "Basic");
                        throw new RequestRefusedException(401, "who are you?");
                    }
                    if (request.query().containsKey("fail")) {
                        throw new IllegalStateException("secret");
                    }
                });
        var opened = endpoint.get(POLLING, "X-Token: t");
        assertThat(opened.header("x-first")).containsExactly("t");
        assertThat(opened.header("x-second")).containsExactly("true");
        var session = endpoint.server().find(sid(opened)).orElseThrow();
        assertThat(session.request().attributes()).containsEntry("seen", true);
        assertThat(session.request().isHandshake()).isTrue();

        var refused = endpoint.get(POLLING + "&refuse=1", "Origin: " + HERE);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text()).isEqualTo("{\"code\":3,\"message\":\"who are you?\"}");
        assertThat(refused.header("WWW-Authenticate")).containsExactly("Basic");
        assertThat(refused.header("Access-Control-Allow-Origin")).containsExactly("*");
        assertThat(endpoint.get(POLLING + "&refuse=1&sid=" + sid(opened)).status())
                .isEqualTo(401);
        assertThat(endpoint.upgrade(WEBSOCKET + "&refuse=1").status()).isEqualTo(401);
        var failed = endpoint.get(POLLING + "&fail=1");
        assertThat(failed.status()).isEqualTo(400);
        assertThat(failed.text()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
        assertThat(endpoint.server().size()).isEqualTo(1);
    }

    @Fact({"1.2 connection_error", "1.2 context of code 3, MIDDLEWARE_FAILURE", "1.2 context of code 4"})
    @Test
    void connectionErrors_areTold_withTheirContext() throws Exception {
        start(options -> options.allowRequest(request -> {
            if (request.query().containsKey("reject")) {
                throw new RequestRefusedException("no");
            }
        }));
        var errors = new CopyOnWriteArrayList<ConnectionError>();
        endpoint.server().onConnectionError(errors::add).use((request, headers) -> {
            if (request.query().containsKey("refuse")) {
                throw new RequestRefusedException("stop");
            }
        });
        endpoint.get("/?EIO=4&transport=x", "X-A: 1");
        endpoint.get(POLLING + "&sid=nope");
        endpoint.upgrade(WEBSOCKET + "&sid=nope");
        endpoint.request("PUT", POLLING, "");
        endpoint.get(POLLING + "&reject=1");
        endpoint.get(POLLING + "&refuse=1");
        endpoint.get("/?transport=polling");
        endpoint.get(WEBSOCKET, "Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 7");
        assertThat(errors)
                .extracting(ConnectionError::code, ConnectionError::message)
                .extracting(
                        error -> error.toList().get(0) + " " + error.toList().get(1))
                .containsExactly(
                        "0 Transport unknown",
                        "1 Session ID unknown",
                        "1 Session ID unknown",
                        "2 Bad handshake method",
                        "4 no",
                        "3 stop",
                        "5 Unsupported protocol version",
                        "3 Bad request");
        assertThat(errors.get(0).request().url()).isEqualTo("/app/engine.io/?EIO=4&transport=x");
        assertThat(errors.get(0).request().headers()).containsEntry("x-a", "1");
        assertThat(errors.get(3).context()).isEqualTo(Map.of("method", "PUT"));
        assertThat(errors.get(4).context()).isEqualTo(Map.of("message", "no"));
        assertThat(errors.get(5).context()).isEqualTo(Map.of("name", "MIDDLEWARE_FAILURE"));
    }

    @Fact({"1.2 path below the endpoint", "1.2 path without the slash", "1.2 path that only begins like the endpoint"})
    @Test
    void slashAtTheEnd_isNeeded_unlessTheOptionsSayOtherwise() throws Exception {
        start(options -> {});
        assertThat(endpoint.get("?EIO=4&transport=polling").status()).isEqualTo(404);
        assertThat(endpoint.get("/below?EIO=4&transport=polling").status()).isEqualTo(200);
        endpoint.stop();
        start(options -> options.addTrailingSlash(false));
        assertThat(endpoint.get("?EIO=4&transport=polling").status()).isEqualTo(200);
        assertThat(endpoint.get(POLLING).status()).isEqualTo(200);
        assertThat(endpoint.get("foo?EIO=4&transport=polling").status()).isEqualTo(404);
        assertThat(endpoint.upgrade("?EIO=4&transport=websocket").status()).isEqualTo(101);
    }

    @Test
    void compression_isNegotiated_onlyIfTheOptionsSaySo() throws Exception {
        start(options -> {});
        var offer = "Sec-WebSocket-Extensions: permessage-deflate";
        assertThat(endpoint.upgrade(WEBSOCKET, offer).header("Sec-WebSocket-Extensions"))
                .isEmpty();
        endpoint.stop();
        start(options -> options.perMessageDeflate(true));
        assertThat(endpoint.upgrade(WEBSOCKET, offer).header("Sec-WebSocket-Extensions"))
                .singleElement()
                .asString()
                .startsWith("permessage-deflate");
        assertThat(endpoint.upgrade(WEBSOCKET).header("Sec-WebSocket-Extensions"))
                .isEmpty();
    }

    @Test
    void answers_areNotToBeGuessedAt() throws Exception {
        start(options -> {});
        var answer = endpoint.get(POLLING);
        assertThat(answer.header("Content-Type")).singleElement().asString().isEqualToIgnoringCase(TEXT);
        assertThat(answer.header("Cache-Control")).containsExactly("no-store");
        assertThat(answer.header("X-Content-Type-Options")).containsExactly("nosniff");
    }

    @Test
    void jsonp_isRefused() throws Exception {
        start(options -> options.allowEIO3(true));
        for (var query : List.of("EIO=4&transport=polling&j=0", "EIO=3&transport=polling&j=0);alert(1)//")) {
            var answer = endpoint.get("/?" + query);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).isEqualTo("{\"code\":0,\"message\":\"Transport unknown\"}");
        }
    }

    @Fact("1.2 answer to a GET of revision 3 with binary")
    @Test
    void revision3_polling_hasItsOwnPayloads() throws Exception {
        start(options -> options.allowEIO3(true));
        var opened = endpoint.get("/?EIO=3&transport=polling");
        assertThat(opened.text()).matches("\\d+:0\\{\"sid\":\".*\"maxPayload\":1000000}");
        assertThat(opened.text()).startsWith(opened.text().split(":", 2)[1].length() + ":0");
        var own = "/?EIO=3&transport=polling&sid=" + sid(opened);

        assertThat(endpoint.request("POST", own, "6:4hello2:4€").text()).isEqualTo("ok");
        var text = endpoint.get(own);
        assertThat(text.header("Content-Type")).singleElement().asString().isEqualToIgnoringCase(TEXT);
        assertThat(text.text()).isEqualTo("6:4hello2:4€");

        var binary = HexFormat.of().parseHex("0006ff3468656c6c6f0105ff0401020304");
        var posted = endpoint.request("POST", own, binary, "Content-Type: application/octet-stream");
        assertThat(posted.text()).isEqualTo("ok");
        var got = endpoint.get(own);
        assertThat(got.header("Content-Type")).containsExactly("application/octet-stream");
        assertThat(got.header("Content-Length")).containsExactly("" + binary.length);
        assertThat(got.header("Cache-Control")).containsExactly("no-store");
        assertThat(got.body()).isEqualTo(binary);

        assertThat(endpoint.request("POST", own, "1:2").text()).isEqualTo("ok");
        assertThat(endpoint.get(own).text()).isEqualTo("1:3");

        assertThat(endpoint.request("POST", own, "nonsense").text()).isEqualTo("ok");
        assertThat(endpoint.get(own).text()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    @Test
    void revision3_pollingOfATextClient_isTextAlways() throws Exception {
        start(options -> options.allowEIO3(true));
        var own = "/?EIO=3&transport=polling&b64=1&sid=" + endpoint.open("EIO=3&transport=polling&b64=1");
        endpoint.request("POST", own, "6:4hello10:b4AQIDBA==");
        assertThat(endpoint.get(own).text()).isEqualTo("6:4hello10:b4AQIDBA==");
    }

    @Test
    void revision4_hasNoBinaryBodies() throws Exception {
        start(options -> options.allowEIO3(true));
        var own = POLLING + "&sid=" + endpoint.open("EIO=4&transport=polling");
        var answer = endpoint.request("POST", own, "4hi", "Content-Type: application/octet-stream");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEmpty();
        assertThat(endpoint.get(own).status()).isEqualTo(400);
    }

    @Test
    void tooManyPacketsInABody_endTheSession() throws Exception {
        start(options -> options.maxPayloadPackets(3));
        var own = POLLING + "&sid=" + endpoint.open("EIO=4&transport=polling");
        assertThat(endpoint.request("POST", own, "4a\u001e4b\u001e4c").text()).isEqualTo("ok");
        assertThat(endpoint.get(own).text()).isEqualTo("4a\u001e4b\u001e4c");
        endpoint.request("POST", own, "4a\u001e4b\u001e4c\u001e4d");
        assertThat(endpoint.get(own).text()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    @Test
    void webSocket_binaryOfEachRevision() throws Exception {
        start(options -> options.allowEIO3(true));
        assertThat(echo("EIO=4", new byte[] {1, 2})).isEqualTo("0102");
        assertThat(echo("EIO=4&b64=1", new byte[] {1, 2})).isEqualTo("bAQI=");
        assertThat(echo("EIO=3", new byte[] {4, 1, 2})).isEqualTo("040102");
        assertThat(echo("EIO=3&b64=1", new byte[] {4, 1, 2})).isEqualTo("b4AQI=");
        assertThat(echo("EIO=3", new byte[] {1, 2})).isEqualTo("closed");
        assertThat(echo("EIO=3", new byte[] {})).isEqualTo("closed");
    }

    @Test
    void webSocket_base64OfEachRevision() throws Exception {
        start(options -> options.allowEIO3(true));
        assertThat(echo("EIO=4", "bAQI=")).isEqualTo("0102");
        assertThat(echo("EIO=3", "b4AQI=")).isEqualTo("040102");
        assertThat(echo("EIO=3", "bAQI=")).isEqualTo("closed");
        assertThat(echo("EIO=4", "b*")).isEqualTo("closed");
    }

    private void start(Consumer<EngineOptions.Builder> change) throws Exception {
        endpoint = Endpoint.echo(change);
    }

    @Test
    void whatIsTooLarge_isCounted() throws Exception {
        start(options -> options.maxPayloadBytes(1_000).maxPayloadPackets(2));
        var counters = endpoint.server().counters();
        var session = POLLING + "&sid=" + endpoint.open("EIO=4&transport=polling");

        assertThat(endpoint.request("POST", session, "4" + "x".repeat(1_000)).status())
                .isEqualTo(413);
        assertThat(counters.hits(Limit.PAYLOAD_BYTES)).isEqualTo(1);
        assertThat(echo("EIO=4", "4" + "x".repeat(1_000))).isEqualTo("closed");
        assertThat(counters.hits(Limit.PAYLOAD_BYTES)).isEqualTo(2);
        assertThat(counters.hits(Limit.PAYLOAD_PACKETS)).isZero();
        endpoint.request("POST", session, "4a\u001e4b\u001e4c");
        assertThat(counters.hits(Limit.PAYLOAD_PACKETS)).isEqualTo(1);
    }

    @Test
    void messageOfTooManyParts_isCounted() throws Exception {
        start(options -> {});
        var received = new Received();
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(endpoint.url(WEBSOCKET)), received)
                .get(20, TimeUnit.SECONDS);
        received.next();
        for (int i = 0; i < 20_001; i++) {
            socket.sendText("4", false).get(20, TimeUnit.SECONDS);
        }

        assertThat(received.next()).isEqualTo("closed");
        assertThat(endpoint.server().counters().hits(Limit.MESSAGE_PARTS)).isEqualTo(1);
    }

    private static String sid(Answer opened) {
        var text = opened.text();
        int start = text.indexOf("\"sid\":\"") + 7;
        return text.substring(start, text.indexOf('"', start));
    }

    /** Sends text or bytes over a WebSocket; what comes back as text, or as hexadecimal if it is binary. */
    private String echo(String query, Object message) throws Exception {
        var received = new Received();
        var socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(endpoint.url("/?transport=websocket&" + query)), received)
                .get(20, TimeUnit.SECONDS);
        assertThat(received.next()).startsWith("0{");
        if (message instanceof byte[] bytes) {
            socket.sendBinary(ByteBuffer.wrap(bytes), true);
        } else {
            socket.sendText((String) message, true);
        }
        var answer = received.next();
        socket.abort();
        return answer;
    }
}
