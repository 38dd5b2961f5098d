package io.parley.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients remember, and say when they come back. */
final class OffsetTest {
    private static final Position POSITION = new Position(Map.of("a-b_c", 1L, "d", 36L));

    @Test
    void offsetOfANode_comesBackAsItWas() {
        var offset = new Offset("a-b_c", 37, POSITION);
        assertThat(offset).hasToString("a-b_c.11~a-b_c-1.d-10");
        assertThat(Offset.parse(offset.toString())).contains(offset);
    }

    @Test
    void offsetOfWhatOneClientWasSent_comesBackAsItWas() {
        assertThat(Offset.of(POSITION)).hasToString("~a-b_c-1.d-10");
        assertThat(Offset.parse("~a-b_c-1.d-10")).contains(Offset.of(POSITION));
        assertThat(Offset.parse("~")).contains(Offset.of(Position.START));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "other-1",
                "a.1",
                ".1~",
                "a.~a-1",
                "a.-1~",
                "a.1~a",
                "a.1~-1",
                "a.1~a-",
                "a.1~a-1.",
                "a.1~a-!",
                "a.1~a-zzzzzzzzzzzzzzzzzzzz",
                "a~a-1",
                "a.1~a-1~b-1 "
            })
    void anyOtherText_isNone(String text) {
        assertThat(Offset.parse(text)).isEmpty();
    }

    @Test
    void tooManyOrigins_areNone() {
        assertThat(Offset.parse("~" + origins(256))).isPresent();
        assertThat(Offset.parse("~" + origins(257))).isEmpty();
        assertThat(Offset.parse("~" + origins(100_000))).isEmpty();
    }

    @Test
    void position_isAsFarAsTheFurther() {
        var other = new Position(Map.of("d", 30L, "e", 2L));
        assertThat(POSITION.and(other)).isEqualTo(new Position(Map.of("a-b_c", 1L, "d", 36L, "e", 2L)));
        assertThat(POSITION.and("d", 40)).isEqualTo(new Position(Map.of("a-b_c", 1L, "d", 40L)));
        assertThat(POSITION.covers(other)).isFalse();
        assertThat(POSITION.and(other).covers(other)).isTrue();
        assertThat(POSITION.covers("d", 36)).isTrue();
        assertThat(POSITION.covers("d", 37)).isFalse();
        assertThat(POSITION.covers("e", 1)).isFalse();
    }

    private static String origins(int count) {
        return IntStream.range(0, count).mapToObj(i -> "o" + i + "-1").collect(Collectors.joining("."));
    }
}
