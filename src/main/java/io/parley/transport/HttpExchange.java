package io.parley.transport;

import static java.util.Objects.requireNonNull;

import io.parley.kernel.Bytes;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A request that is answered exactly once, by any thread, now or later.
 *
 * <p>An answer given while the container's thread is still in the servlet is written by that thread, without going
 * asynchronous; a later one by the thread that gives it. Writing never blocks.
 */
final class HttpExchange implements Exchange {
    private static final int WRITTEN_AT_ONCE = 16 * 1024;
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final @Nullable String acceptedCodings;
    /** New, then {@code AsyncContext} (waits for its answer), then {@code Answer} (has got it). */
    private final AtomicReference<Object> state = new AtomicReference<>(State.NEW);

    HttpExchange(HttpServletRequest request, HttpServletResponse response) {
        this.request = request;
        this.response = response;
        this.acceptedCodings = request.getHeader("Accept-Encoding");
    }

    @Override
    public boolean answer(Answer given) {
        var answer = given.compress() ? given.compressed(acceptedCodings) : given;
        while (true) {
            var before = state.get();
            if (before instanceof Answer) {
                return false;
            }
            if (state.compareAndSet(before, answer)) {
                if (before instanceof AsyncContext async) {
                    write(answer, async);
                }
                return true;
            }
        }
    }

    /** Lets the container's thread go: writes the answer if it is there, waits for it asynchronously otherwise. */
    void release() throws IOException {
        if (state.get() instanceof Answer answer && answer.body().size() <= WRITTEN_AT_ONCE) {
            head(answer);
            answer.body().writeTo(response.getOutputStream(), 0, answer.body().size());
            return;
        }
        waitForAnswer();
    }

    /** Goes asynchronous: from now on the answer is written by whoever gives it. False if it was there already. */
    boolean waitForAnswer() {
        var async = request.startAsync();
        async.setTimeout(0);
        boolean waits = state.compareAndSet(State.NEW, async);
        if (!waits) {
            write((Answer) requireNonNull(state.get()), async);
        }
        return waits;
    }

    private void write(Answer answer, AsyncContext async) {
        try {
            head(answer);
            var out = response.getOutputStream();
            if (answer.body().size() <= WRITTEN_AT_ONCE) {
                answer.body().writeTo(out, 0, answer.body().size());
                async.complete();
            } else {
                out.setWriteListener(new Writer(answer.body(), out, async));
            }
        } catch (IOException | IllegalStateException gone) {
            complete(async);
        }
    }

    private void head(Answer answer) {
        response.setStatus(answer.status());
        if (!answer.contentType().isEmpty()) {
            response.setContentType(answer.contentType());
            if (answer.status() == HttpServletResponse.SC_OK) {
                response.setHeader("Cache-Control", "no-store");
            }
        }
        if (answer.coding() != null) {
            response.setHeader("Content-Encoding", answer.coding().toString());
        }
        if (answer.status() >= HttpServletResponse.SC_BAD_REQUEST) {
            // the body may not have been read to its end, and is not worth it
            response.setHeader("Connection", "close");
        }
        response.setContentLength(answer.body().size());
    }

    /** The client has gone, or the container has ended the request before us. */
    private static void complete(AsyncContext async) {
        try {
            async.complete();
        } catch (IllegalStateException alreadyCompleted) {
            return;
        }
    }

    private enum State {
        NEW
    }

    /** Writes a large body as fast as the client takes it. */
    private static final class Writer implements WriteListener {
        private static final int CHUNK = 16 * 1024;

        private final Bytes body;
        private final ServletOutputStream out;
        private final AsyncContext async;
        private int written;

        Writer(Bytes body, ServletOutputStream out, AsyncContext async) {
            this.body = body;
            this.out = out;
            this.async = async;
        }

        @Override
        public void onWritePossible() throws IOException {
            while (out.isReady()) {
                if (written == body.size()) {
                    async.complete();
                    return;
                }
                int length = Math.min(CHUNK, body.size() - written);
                body.writeTo(out, written, length);
                written += length;
            }
        }

        @Override
        public void onError(Throwable gone) {
            complete(async);
        }
    }
}
