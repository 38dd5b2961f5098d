package io.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class QueryStringTest {
    @Test
    void query_isDecoded_andTheLastOfARepeatedKeyCounts() {
        assertThat(QueryString.parse("EIO=4&transport=polling&a=1&a=b%20c+d&empty=&bare&=x&&é=ü"))
                .isEqualTo(Map.of(
                        "EIO", "4", "transport", "polling", "a", "b c d", "empty", "", "bare", "", "", "x", "é", "ü"));
    }

    @Test
    void whatCannotBeDecoded_staysAsItIs() {
        assertThat(QueryString.parse("a=%zz&%=1")).isEqualTo(Map.of("a", "%zz", "%", "1"));
    }

    @Test
    void noQuery_isEmpty() {
        assertThat(QueryString.parse(null)).isEmpty();
        assertThat(QueryString.parse("")).isEmpty();
    }
}
