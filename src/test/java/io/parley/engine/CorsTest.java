package io.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The headers of CORS: socketio-facts 1.6. */
final class CorsTest {
    private static final String HERE = "http://allowed.example";

    @Test
    void anyOrigin_isAStar_andCachesNeedNotCare() {
        assertThat(answer(Cors.anyOrigin(), HERE)).containsExactly("Access-Control-Allow-Origin: *");
        assertThat(answer(Cors.anyOrigin(), null)).containsExactly("Access-Control-Allow-Origin: *");
    }

    @Test
    void namedOrigin_isReflected_andNoOtherIs() {
        var cors = Cors.origins(HERE, "http://also.example").credentials(true);
        for (var origin : List.of(HERE, "http://also.example")) {
            assertThat(answer(cors, origin))
                    .containsExactly(
                            "Vary: Origin",
                            "Access-Control-Allow-Origin: " + origin,
                            "Access-Control-Allow-Credentials: true");
        }
        for (var origin : List.of(
                "http://evil.example",
                "null",
                "",
                HERE + ".evil.example",
                HERE + "/",
                HERE + ":8080",
                "https://allowed.example",
                "HTTP://ALLOWED.EXAMPLE",
                "http://evil.example/" + HERE)) {
            assertThat(answer(cors, origin)).containsExactly("Vary: Origin");
        }
        assertThat(answer(cors, null)).containsExactly("Vary: Origin");
    }

    @Test
    void origin_mayBeTested() {
        var cors = Cors.origins(origin -> origin.endsWith(".example"));
        assertThat(answer(cors, HERE)).contains("Access-Control-Allow-Origin: " + HERE);
        assertThat(answer(cors, "http://other.test")).containsExactly("Vary: Origin");
        assertThat(answer(cors, null)).containsExactly("Vary: Origin");
    }

    @Test
    void everyOrigin_mayBeReflected() {
        assertThat(answer(Cors.reflectOrigin(), HERE))
                .containsExactly("Vary: Origin", "Access-Control-Allow-Origin: " + HERE);
        assertThat(answer(Cors.reflectOrigin(), null)).containsExactly("Vary: Origin");
    }

    @Test
    void fixedOrigin_isToldToEveryone() {
        for (var origin : new String[] {HERE, "http://evil.example", null}) {
            assertThat(answer(Cors.fixedOrigin(HERE), origin))
                    .containsExactly("Vary: Origin", "Access-Control-Allow-Origin: " + HERE);
        }
    }

    @Test
    void preflight_hasTheDefaultsOfTheReference() {
        assertThat(preflight(Cors.origins(HERE), HERE, "x-a, x-b"))
                .containsExactly(
                        "Vary: Origin, Access-Control-Request-Headers",
                        "Access-Control-Allow-Origin: " + HERE,
                        "Access-Control-Allow-Methods: GET,HEAD,PUT,PATCH,POST,DELETE",
                        "Access-Control-Allow-Headers: x-a, x-b");
        assertThat(preflight(Cors.anyOrigin(), HERE, null))
                .containsExactly(
                        "Vary: Access-Control-Request-Headers",
                        "Access-Control-Allow-Origin: *",
                        "Access-Control-Allow-Methods: GET,HEAD,PUT,PATCH,POST,DELETE");
        assertThat(Cors.anyOrigin().preflightStatus()).isEqualTo(204);
    }

    @Test
    void preflight_tellsWhatTheOptionsSay() {
        var cors = Cors.origins(HERE)
                .credentials(true)
                .methods("GET", "POST")
                .allowedHeaders("x-custom", "x-more")
                .exposedHeaders("x-seen", "x-too")
                .maxAge(Duration.ofHours(1))
                .preflightStatus(200);
        assertThat(preflight(cors, HERE, "x-other"))
                .containsExactly(
                        "Vary: Origin",
                        "Access-Control-Allow-Origin: " + HERE,
                        "Access-Control-Allow-Credentials: true",
                        "Access-Control-Expose-Headers: x-seen,x-too",
                        "Access-Control-Allow-Methods: GET,POST",
                        "Access-Control-Allow-Headers: x-custom,x-more",
                        "Access-Control-Max-Age: 3600");
        assertThat(cors.preflightStatus()).isEqualTo(200);
        assertThat(answer(cors, HERE))
                .containsExactly(
                        "Vary: Origin",
                        "Access-Control-Allow-Origin: " + HERE,
                        "Access-Control-Allow-Credentials: true",
                        "Access-Control-Expose-Headers: x-seen,x-too");
        assertThat(preflight(cors, "http://evil.example", null)).containsExactly("Vary: Origin");
    }

    @Test
    void whatThePeerSends_isNotReflected_ifNoHeaderCanHaveIt() {
        assertThat(answer(Cors.reflectOrigin(), "http://a\r\nx: y")).containsExactly("Vary: Origin");
        assertThat(preflight(Cors.anyOrigin(), HERE, "x\u0000")).noneMatch(header -> header.contains("Allow-Headers"));
    }

    @Test
    void credentials_areNotForAnyOrigin() {
        assertThatThrownBy(() -> Cors.anyOrigin().credentials(true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("credentials");
        assertThat(answer(Cors.anyOrigin().credentials(false), HERE)).hasSize(1);
    }

    @Test
    void originNamedTwice_isNamedOnce() {
        assertThat(answer(Cors.origins(HERE, HERE), HERE)).contains("Access-Control-Allow-Origin: " + HERE);
    }

    @Test
    void whatNoHeaderCanHave_isRefusedWhenItIsSet() {
        var cors = Cors.origins(HERE);
        for (var wrong : List.<ThrowingCallable>of(
                () -> cors.methods("GET", "PO ST"),
                () -> cors.allowedHeaders("x-a, x-b"),
                () -> cors.exposedHeaders(""),
                () -> cors.maxAge(Duration.ofSeconds(-1)),
                () -> cors.preflightStatus(199),
                () -> cors.preflightStatus(300))) {
            assertThatThrownBy(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static List<String> answer(Cors cors, @Nullable String origin) {
        var headers = new ResponseHeaders();
        cors.answer(origin, headers);
        return texts(headers);
    }

    private static List<String> preflight(Cors cors, @Nullable String origin, @Nullable String requestedHeaders) {
        var headers = new ResponseHeaders();
        cors.preflight(origin, requestedHeaders, headers);
        return texts(headers);
    }

    private static List<String> texts(ResponseHeaders headers) {
        return headers.toList().stream()
                .map(header -> header.name() + ": " + header.value())
                .toList();
    }
}
