package io.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BearerKeysTest {
    private final BearerKeys keys = new BearerKeys(List.of("open-sesame-open!", "a-second-secret-of-it"));

    @Test
    void eachKey_isAccepted() {
        assertThat(keys.accept("Bearer open-sesame-open!")).isTrue();
        assertThat(keys.accept("bearer  a-second-secret-of-it ")).isTrue();
    }

    @Test
    void allElse_isRefused() {
        assertThat(keys.accept(null)).isFalse();
        assertThat(keys.accept("")).isFalse();
        assertThat(keys.accept("Bearer ")).isFalse();
        assertThat(keys.accept("Bearer open-sesame-open")).isFalse();
        assertThat(keys.accept("Bearer open-sesame-open!!")).isFalse();
        assertThat(keys.accept("Basic open-sesame-open!")).isFalse();
        assertThat(keys.accept("open-sesame-open!")).isFalse();
    }
}
