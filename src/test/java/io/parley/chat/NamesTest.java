package io.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @Test
    void person_withSpaceAround_isTrimmed() {
        assertThat(Names.person("  Ada \u00a0 Lovelace\t")).contains("Ada Lovelace");
    }

    @ParameterizedTest
    @ValueSource(strings = {"李小龙", "Zoë", "👩‍🚀", "<img src=x onerror=alert(1)>", "O'Neill, the 2nd"})
    void person_unusualButHarmless_isKept(String name) {
        assertThat(Names.person(name)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "   ", "\u0000Ada", "A\u0007", "abc\u202Edcba", "\u2066x", "\u200B", "\uD800", "A\uFEFFda"})
    void person_emptyOrWithInvisibleCharacters_isNone(String name) {
        assertThat(Names.person(name)).isEmpty();
    }

    @Test
    void person_ofAnotherType_isNone() {
        assertThat(Names.person(null)).isEmpty();
        assertThat(Names.person(7L)).isEmpty();
        assertThat(Names.person(List.of("Ada"))).isEmpty();
        assertThat(Names.person(Map.of("name", "Ada"))).isEmpty();
    }

    @Test
    void names_ofTheLongestLength_areTheLongest() {
        assertThat(Names.person("x".repeat(32))).isPresent();
        assertThat(Names.person("x".repeat(33))).isEmpty();
        assertThat(Names.room("x".repeat(64))).isPresent();
        assertThat(Names.room("x".repeat(65))).isEmpty();
        assertThat(Names.room("x" + " ".repeat(1_000_000))).isEmpty();
    }

    @Test
    void folded_namesThatLookAlike_areEqual() {
        assertThat(Names.folded("ＡＤＡ")).isEqualTo(Names.folded("ada")).isEqualTo("ada");
        assertThat(Names.folded("Ada")).isNotEqualTo(Names.folded("Adam"));
    }
}
