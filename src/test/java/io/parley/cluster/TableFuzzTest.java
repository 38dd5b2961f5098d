package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.parley.kernel.Bytes;
import java.util.Optional;

/** Any body of a table's frame is a message or refused; one that was read is read again from what is written of it. */
final class TableFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void message(byte[] body) {
        Optional<TableMessage> message;
        try {
            message = TableCodec.decode(Bytes.copyOf(body));
        } catch (IllegalArgumentException refused) {
            return;
        }
        message.ifPresent(
                read -> assertThat(TableCodec.decode(TableCodec.encode(read))).contains(read));
    }
}
