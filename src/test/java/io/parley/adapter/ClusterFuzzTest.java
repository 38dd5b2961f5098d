package io.parley.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.kernel.Bytes;
import java.util.Optional;

/** Any body of a cluster frame is a message or refused; one that was read is read again from what is written of it. */
final class ClusterFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void message(byte[] body) {
        Optional<ClusterMessage> message;
        try {
            message = ClusterCodec.decode(Bytes.copyOf(body));
        } catch (IllegalArgumentException refused) {
            return;
        }
        message.ifPresent(read ->
                assertThat(ClusterCodec.decode(ClusterCodec.encode(read))).contains(read));
    }
}
