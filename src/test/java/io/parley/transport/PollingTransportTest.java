package io.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.engine.PayloadCodec;
import io.parley.engine.Revision;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The end of long-polling. */
final class PollingTransportTest {
    private final PollingTransport transport = new PollingTransport(PayloadCodec.of(Revision.V4, false), 1024);
    private final AtomicInteger answers = new AtomicInteger();

    @Test
    void postWithTheClosePacket_isAnsweredWhenTheSessionHasEnded() {
        transport.whenClosed(answers::incrementAndGet);
        assertThat(answers).hasValue(0);
        transport.close();
        assertThat(answers).hasValue(1);
        transport.close();
        assertThat(answers).hasValue(1);
    }

    @Test
    void postWithTheClosePacket_isAnsweredAtOnce_whenTheSessionHasEndedBefore() {
        transport.close();
        transport.whenClosed(answers::incrementAndGet);
        assertThat(answers).hasValue(1);
    }

    @Test
    void postWithTheClosePacket_isAnswered_whenAWebSocketHasTakenOver() {
        transport.whenClosed(answers::incrementAndGet);
        transport.replaced();
        assertThat(answers).hasValue(1);
    }
}
