package io.parley.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** Any query is read, whatever it holds. */
final class QueryStringFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void query(byte[] raw) {
        var query = new String(raw, StandardCharsets.ISO_8859_1);

        var values = QueryString.parse(query);

        assertThat(values.size()).isLessThanOrEqualTo(query.split("&", -1).length);
    }
}
