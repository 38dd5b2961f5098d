package io.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.engine.AllowedOrigins;
import io.parley.engine.ConnectionError;
import io.parley.engine.Cors;
import io.parley.engine.EngineError;
import io.parley.engine.EngineOptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who is let in by where a request comes from: safety.md B01 to B03. */
final class OriginCheckTest {
    private static final String POLLING = "/?EIO=4&transport=polling";
    private static final String WEBSOCKET = "/?EIO=4&transport=websocket";
    private static final String OWN = "Origin: http://here";
    private static final String EVIL = "Origin: https://evil.example";
    private static final String LISTED = "Origin: https://app.example";
    private static final String COOKIE = "Cookie: JSESSIONID=1";

    private @Nullable Endpoint endpoint;

    @AfterEach
    void stop() throws Exception {
        if (endpoint != null) {
            endpoint.stop();
        }
    }

    @Test
    void ownOrigin_andNone_areServed() throws Exception {
        start(options -> {});
        for (var headers : new String[][] {
            {OWN},
            {},
            {COOKIE},
            {OWN, "Sec-Fetch-Site: same-origin"},
            {"Sec-Fetch-Site: same-origin"},
            {"Sec-Fetch-Site: none"}
        }) {
            assertThat(endpoint.get(POLLING, headers).status()).isEqualTo(200);
            assertThat(endpoint.upgrade(WEBSOCKET, headers).status()).isEqualTo(101);
        }
    }

    @Test
    void foreignOrigin_isRefused_beforeAnythingElseIsLookedAt() throws Exception {
        start(options -> options.cors(Cors.reflectOrigin()).allowRequest(request -> {
            throw new AssertionError("asked");
        }));
        endpoint.server().use((request, headers) -> {
            throw new AssertionError("passed");
        });
        for (var target : List.of(POLLING, POLLING + "&sid=nope", "/")) {
            for (var method : List.of("GET", "POST", "OPTIONS", "DELETE")) {
                var answer = endpoint.request(method, target, "", EVIL);
                assertThat(answer.status()).isEqualTo(403);
                assertThat(answer.text()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
                assertThat(answer.headers()).noneMatch(header -> header.startsWith("Access-Control"));
            }
        }
        var upgrade = endpoint.upgrade(WEBSOCKET, EVIL, COOKIE);
        assertThat(upgrade.status()).isEqualTo(403);
        assertThat(upgrade.text()).isEqualTo("Forbidden");
        assertThat(endpoint.server().size()).isZero();
    }

    @Test
    void foreignOrigin_isToldToTheApplication() throws Exception {
        start(options -> {});
        var errors = new CopyOnWriteArrayList<ConnectionError>();
        endpoint.server().onConnectionError(errors::add);

        endpoint.get(POLLING, EVIL);
        endpoint.get(POLLING, OWN, EVIL);

        assertThat(errors).extracting(ConnectionError::error).containsOnly(EngineError.FORBIDDEN);
        assertThat(errors)
                .extracting(error ->
                        error.context().get("name") + " " + error.context().get("origin"))
                .containsExactly(
                        "INVALID_ORIGIN https://evil.example", "INVALID_ORIGIN http://here, https://evil.example");
    }

    @Test
    void foreignOrigin_isRefusedInASessionThatLives_withoutTouchingIt() throws Exception {
        start(options -> {});
        var own = POLLING + "&sid=" + endpoint.open("EIO=4&transport=polling");

        assertThat(endpoint.request("POST", own, "4hi", EVIL).status()).isEqualTo(403);
        assertThat(endpoint.get(own, EVIL).status()).isEqualTo(403);

        assertThat(endpoint.request("POST", own, "4hello", OWN).status()).isEqualTo(200);
        assertThat(endpoint.get(own, OWN).text()).isEqualTo("4hello");
    }

    @Test
    void originsThatCorsNames_areServed_butNotThoseItReflects() throws Exception {
        start(options -> options.cors(Cors.origins("https://app.example")));
        assertThat(endpoint.get(POLLING, LISTED).status()).isEqualTo(200);
        assertThat(endpoint.get(POLLING, LISTED, "Sec-Fetch-Site: cross-site").status())
                .isEqualTo(200);
        assertThat(endpoint.upgrade(WEBSOCKET, LISTED).status()).isEqualTo(101);
        assertThat(endpoint.get(POLLING, OWN).status()).isEqualTo(200);
        assertThat(endpoint.get(POLLING, EVIL).status()).isEqualTo(403);
        endpoint.stop();
        for (var cors : List.of(Cors.anyOrigin(), Cors.reflectOrigin(), Cors.fixedOrigin("https://other.example"))) {
            start(options -> options.cors(cors));
            assertThat(endpoint.get(POLLING, LISTED).status()).isEqualTo(403);
            assertThat(endpoint.get(POLLING, "Origin: *").status()).isEqualTo(403);
            endpoint.stop();
        }
        start(options -> options.cors(Cors.origins(origin -> origin.endsWith("://app.example"))));
        assertThat(endpoint.get(POLLING, LISTED).status()).isEqualTo(200);
        endpoint.stop();
        start(options -> options.cors(Cors.fixedOrigin("https://app.example")));
        assertThat(endpoint.get(POLLING, LISTED).status()).isEqualTo(200);
    }

    @Test
    void anyOrigin_ifTheOptionsSaySo() throws Exception {
        start(options -> options.allowedOrigins(AllowedOrigins.any()));
        assertThat(endpoint.get(POLLING, EVIL).status()).isEqualTo(200);
        assertThat(endpoint.get(POLLING, "Sec-Fetch-Site: cross-site").status()).isEqualTo(200);
        assertThat(endpoint.upgrade(WEBSOCKET, EVIL).status()).isEqualTo(101);
    }

    @Test
    void missingOrigin_isRefused_ifTheBrowserSaysItComesFromElsewhere() throws Exception {
        start(options -> {});
        for (var site : List.of("cross-site", "same-site", "Same-Origin", "")) {
            assertThat(endpoint.get(POLLING, "Sec-Fetch-Site: " + site).status())
                    .as(site)
                    .isEqualTo(403);
            assertThat(endpoint.upgrade(WEBSOCKET, "Sec-Fetch-Site: " + site).status())
                    .as(site)
                    .isEqualTo(403);
        }
    }

    @Test
    void missingOrigin_withCookieOrLogin_mayBeRefused_wherePagesWouldSendIt() throws Exception {
        start(options -> options.allowedOrigins(AllowedOrigins.sameOrigin().requiredForCredentials(true)));
        var own = POLLING + "&sid=" + endpoint.open("EIO=4&transport=polling");
        for (var credentials : List.of(COOKIE, "Authorization: Basic YTpi")) {
            assertThat(endpoint.upgrade(WEBSOCKET, credentials).status()).isEqualTo(403);
            assertThat(endpoint.request("POST", own, "4hi", credentials).status())
                    .isEqualTo(403);
            assertThat(endpoint.request("POST", own, "4hi", credentials, OWN).status())
                    .isEqualTo(200);
            assertThat(endpoint.get(POLLING, credentials).status()).isEqualTo(200);
            assertThat(endpoint.upgrade(WEBSOCKET, credentials, OWN).status()).isEqualTo(101);
        }
        assertThat(endpoint.upgrade(WEBSOCKET).status()).isEqualTo(101);
        assertThat(endpoint.request("POST", own, "4hi").status()).isEqualTo(200);
    }

    private void start(Consumer<EngineOptions.Builder> change) throws Exception {
        endpoint = Endpoint.echo(change);
    }
}
