package io.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AllowedOriginsTest {
    private static final String OWN = "https://chat.example:8443";
    private static final String LISTED = "http://app.example";

    @Test
    void sameOrigin_isTheOwnOne_andNoOther() {
        assertThat(AllowedOrigins.sameOrigin().accepts(OWN, OWN)).isTrue();
        assertThat(AllowedOrigins.sameOrigin().accepts(LISTED, OWN)).isFalse();
    }

    @Test
    void listedOnes_areAllowedBesides_orInstead() {
        var besides = AllowedOrigins.sameOrigin().and(LISTED);
        assertThat(besides.accepts(OWN, OWN)).isTrue();
        assertThat(besides.accepts(LISTED, OWN)).isTrue();
        var instead = AllowedOrigins.only(LISTED);
        assertThat(instead.accepts(LISTED, OWN)).isTrue();
        assertThat(instead.accepts(OWN, OWN)).isFalse();
    }

    @Test
    void any_isAny() {
        assertThat(AllowedOrigins.any().isAny()).isTrue();
        assertThat(AllowedOrigins.any().accepts("null", OWN)).isTrue();
        assertThat(AllowedOrigins.sameOrigin().and(LISTED).isAny()).isFalse();
    }

    /** safety.md B02: a mutation of an allowed origin is accepted only if it is equal to one. */
    @Test
    void b02_randomMutations_areRefused() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var rules = AllowedOrigins.sameOrigin().and(LISTED);
        for (int i = 0; i < 20_000; i++) {
            var origin = new StringBuilder(random.nextBoolean() ? OWN : LISTED);
            for (int changes = random.nextInt(3); changes >= 0; changes--) {
                mutate(origin, random);
            }
            boolean equal = OWN.contentEquals(origin) || LISTED.contentEquals(origin);
            assertThat(rules.accepts(origin.toString(), OWN))
                    .as("seed %d: %s", seed, origin)
                    .isEqualTo(equal);
        }
    }

    private static void mutate(StringBuilder origin, Random random) {
        var odd = "`$^*.?\\/@:#%[]{}\u0000 \t,aAzE09-_é";
        char c = odd.charAt(random.nextInt(odd.length()));
        int at = random.nextInt(origin.length());
        switch (random.nextInt(5)) {
            case 0 -> origin.insert(at, c);
            case 1 -> origin.setCharAt(at, c);
            case 2 -> origin.append(c);
            case 3 -> origin.deleteCharAt(at);
            default -> origin.setCharAt(at, Character.toUpperCase(origin.charAt(at)));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http,  chat.example, 80,   http://chat.example",
        "https, chat.example, 443,  https://chat.example",
        "http,  chat.example, 443,  http://chat.example:443",
        "https, Chat.Example, 8443, https://chat.example:8443",
        "http,  10.0.0.1,     8080, http://10.0.0.1:8080",
        "http,  [::1],        8080, http://[::1]:8080",
        "http,  ::1,          80,   http://[::1]",
    })
    void origin_isWrittenAsBrowsersDo(String scheme, String host, int port, String expected) {
        assertThat(AllowedOrigins.serialized(scheme, host, port)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example",
                "http://my_host:8080",
                "http://[::1]:8080",
                "capacitor://localhost",
                "chrome-extension://abcdef"
            })
    void originAsBrowsersSendIt_canBeListed(String origin) {
        assertThat(AllowedOrigins.only(origin).accepts(origin, OWN)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "*",
                "null",
                "a.example",
                "https://",
                "https://A.example",
                "https://a.example/",
                "https://a.example:443",
                "http://a.example:80",
                "http://a.example:080",
                "https://*.example",
                "https://user@a.example",
                "https://a b",
                "https://a.example?x",
                "https://bücher.example"
            })
    void anythingElse_cannotBeListed(String origin) {
        assertThatThrownBy(() -> AllowedOrigins.only(origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("but not " + origin);
    }
}
