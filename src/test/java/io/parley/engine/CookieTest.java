package io.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.engine.Cookie.SameSite;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CookieTest {
    @Test
    void defaults_areThoseOfTheReference() {
        assertThat(Cookie.named("io").header("abc")).isEqualTo("io=abc; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void everything_canBeSet() {
        var cookie = Cookie.named("node")
                .path("/app/socket.io/")
                .httpOnly(false)
                .secure(true)
                .sameSite(SameSite.NONE)
                .maxAge(Duration.ofMinutes(2));
        assertThat(cookie.header("abc"))
                .isEqualTo("node=abc; Max-Age=120; Path=/app/socket.io/; Secure; SameSite=None");
    }

    @Test
    void maxAge_mustNotBeNegative() {
        assertThatThrownBy(() -> Cookie.named("io").maxAge(Duration.ofSeconds(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a;b", "a=b", "ä", "a\r\n"})
    void name_mustBeOne(String name) {
        assertThatThrownBy(() -> Cookie.named(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "/a;b", "/a\r\nb", "/ä"})
    void path_mustBeOne(String path) {
        assertThatThrownBy(() -> Cookie.named("io").path(path)).isInstanceOf(IllegalArgumentException.class);
    }
}
