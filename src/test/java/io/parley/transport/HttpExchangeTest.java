package io.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class HttpExchangeTest {
    private static final Answer HELLO = Answer.of(200, "text/plain", "hello");

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final AtomicInteger started = new AtomicInteger();
    private final AtomicInteger completed = new AtomicInteger();
    private final AtomicInteger statuses = new AtomicInteger();
    private final HttpExchange exchange = new HttpExchange(
            fake(HttpServletRequest.class, (proxy, method, arguments) -> {
                if (method.getName().equals("getHeader")) {
                    return null;
                }
                assertThat(method.getName()).isEqualTo("startAsync");
                started.incrementAndGet();
                return fake(AsyncContext.class, (async, call, none) -> {
                    if (call.getName().equals("complete")) {
                        completed.incrementAndGet();
                    }
                    return null;
                });
            }),
            fake(HttpServletResponse.class, (proxy, method, arguments) -> {
                if (method.getName().equals("setStatus")) {
                    statuses.incrementAndGet();
                }
                return method.getName().equals("getOutputStream") ? new Output() : null;
            }));

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void acceptEncoding_madeToTakeLong_doesNot() {
        assertThat(ContentCoding.acceptedIn("gzip" + " ".repeat(300_000) + "x")).isEmpty();
        assertThat(ContentCoding.acceptedIn("br, gzip \t , x")).contains(ContentCoding.GZIP);
    }

    @Test
    void answerGivenBeforeTheContainersThreadLeaves_isWrittenByIt_withoutGoingAsynchronous() throws IOException {
        assertThat(exchange.answer(HELLO)).isTrue();
        assertThat(text()).isEmpty();
        exchange.release();
        assertThat(text()).isEqualTo("hello");
        assertThat(started).hasValue(0);
    }

    @Test
    void answerGivenLater_isWrittenByWhoGivesIt() throws IOException {
        exchange.release();
        assertThat(started).hasValue(1);
        assertThat(exchange.answer(HELLO)).isTrue();
        assertThat(text()).isEqualTo("hello");
        assertThat(completed).hasValue(1);
    }

    @Test
    void onlyTheFirstAnswerCounts() throws IOException {
        exchange.release();
        assertThat(exchange.answer(HELLO)).isTrue();
        assertThat(exchange.answer(Answer.empty(400))).isFalse();
        assertThat(statuses).hasValue(1);
        assertThat(completed).hasValue(1);
    }

    @Test
    void largeAnswer_isWrittenWhenTheContainerIsReady() throws IOException {
        exchange.answer(Answer.of(200, "text/plain", "x".repeat(100_000)));
        exchange.release();
        assertThat(text()).hasSize(100_000);
        assertThat(started).hasValue(1);
        assertThat(completed).hasValue(1);
    }

    @Test
    void answersAndReleaseAtOnce_giveExactlyOneAnswer() throws Exception {
        for (int round = 0; round < 5_000; round++) {
            var one = new HttpExchangeTest();
            var barrier = new CyclicBarrier(3);
            var accepted = new AtomicInteger();
            Runnable answer = () -> {
                await(barrier);
                if (one.exchange.answer(HELLO)) {
                    accepted.incrementAndGet();
                }
            };
            var first = new Thread(answer);
            var second = new Thread(answer);
            first.start();
            second.start();
            await(barrier);
            one.exchange.release();
            first.join();
            second.join();
            assertThat(accepted).hasValue(1);
            assertThat(one.statuses).hasValue(1);
            assertThat(one.text()).isEqualTo("hello");
            assertThat(one.completed).hasValue(one.started.get());
        }
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }

    private static <T> T fake(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private final class Output extends ServletOutputStream {
        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            try {
                listener.onWritePossible();
            } catch (IOException failure) {
                throw new AssertionError(failure);
            }
        }

        @Override
        public void write(int value) {
            written.write(value);
        }
    }
}
