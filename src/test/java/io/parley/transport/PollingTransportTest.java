package io.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.engine.EngineOptions;
import io.parley.engine.EngineServer;
import io.parley.engine.PayloadCodec;
import io.parley.engine.Revision;
import io.parley.testing.Fact;
import io.parley.testing.SilentListener;
import io.parley.testing.TestClient;
import io.parley.testing.World;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
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

    @Fact("1.5 waiting GET when 5 comes")
    @Test
    void pollThatComesTogetherWithTheUpgrade_isABadRequest() throws IOException {
        transport.replaced();
        assertThat(answerToAPoll()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
    }

    @Test
    void pollThatComesTogetherWithTheEnd_findsNoSession() throws IOException {
        transport.close();
        assertThat(answerToAPoll()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    @Test
    void postWithTheClosePacket_isAnswered_whenAWebSocketHasTakenOver() {
        transport.whenClosed(answers::incrementAndGet);
        transport.replaced();
        assertThat(answers).hasValue(1);
    }

    /** That to a poll whose session was found before, but has ended or been upgraded meanwhile. */
    private String answerToAPoll() throws IOException {
        var options = EngineOptions.builder().build();
        var server = new EngineServer(options, new World().environment(), session -> new SilentListener());
        var written = new ByteArrayOutputStream();
        var exchange = new HttpExchange(
                fake(HttpServletRequest.class, null), fake(HttpServletResponse.class, new Output(written)));
        transport.polled(TestClient.polling(server).session(), exchange);
        exchange.release();
        return written.toString(StandardCharsets.UTF_8);
    }

    /** All methods return null, but those that return an output. */
    private static <T> T fake(Class<T> type, @Nullable Output output) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> method.getName().equals("getOutputStream") ? output : null));
    }

    private static final class Output extends ServletOutputStream {
        private final ByteArrayOutputStream written;

        Output(ByteArrayOutputStream written) {
            this.written = written;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new AssertionError("a small answer is written at once");
        }

        @Override
        public void write(int value) {
            written.write(value);
        }
    }
}
