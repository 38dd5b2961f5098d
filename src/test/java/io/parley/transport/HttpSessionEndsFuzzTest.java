package io.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.kernel.Bytes;
import java.util.Optional;

/** Any bytes are a message, or of a later release, or refused; what was read is read again from what is written of it. */
final class HttpSessionEndsFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void message(byte[] bytes) {
        Optional<HttpSessionEnds> ends;
        try {
            ends = HttpSessionEnds.decode(Bytes.copyOf(bytes));
        } catch (IllegalArgumentException refused) {
            return;
        }
        ends.ifPresent(read -> assertThat(HttpSessionEnds.decode(read.encode())).contains(read));
    }
}
