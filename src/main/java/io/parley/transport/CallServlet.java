package io.parley.transport;

import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import io.parley.kernel.Limit;
import io.parley.kernel.LimitCounters;
import io.parley.kernel.Scheduler;
import io.parley.transport.JsonCall.Reply;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the calls of other programs: POSTs of JSON by those who have a key, never by a page. Map it with {@code
 * asyncSupported}. Thread-safe; no thread is held by a slow body.
 */
public final class CallServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final int MOST_AT_ONCE = 64;

    private final transient JsonCall call;
    private final transient BearerKeys keys;
    private final int maxBytes;
    private final Duration longest;
    private final transient Environment environment;
    private final transient LimitCounters counters;
    private final AtomicInteger calls = new AtomicInteger();

    /**
     * Hands bodies to a call.
     *
     * @param call takes each body
     * @param keys of the callers
     * @param maxBytes of a body; more: 413
     * @param longest until a body must have come; later: 400
     * @param environment for the time
     * @param counters of the limits that are hit
     */
    public CallServlet(
            JsonCall call,
            BearerKeys keys,
            int maxBytes,
            Duration longest,
            Environment environment,
            LimitCounters counters) {
        this.call = call;
        this.keys = keys;
        this.maxBytes = maxBytes;
        this.longest = longest;
        this.environment = environment;
        this.counters = counters;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Cache-Control", "no-store");
        var exchange = new HttpExchange(request, response);
        var refusal = check(request, response);
        if (refusal != null) {
            call.refused(request.getRemoteAddr(), refusal);
            exchange.answer(answer(refusal));
            exchange.release();
        } else {
            read(request, exchange);
        }
    }

    private @Nullable Reply check(HttpServletRequest request, HttpServletResponse response) {
        if (request.getHeader("Origin") != null) {
            return Reply.refused(HttpServletResponse.SC_FORBIDDEN, "ORIGIN", "pages must not call this");
        }
        if (!request.getMethod().equals("POST")) {
            response.setHeader("Allow", "POST");
            return Reply.refused(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "METHOD", "only POST is allowed");
        }
        if (!keys.accept(request.getHeader("Authorization"))) {
            response.setHeader("WWW-Authenticate", "Bearer");
            return Reply.refused(
                    HttpServletResponse.SC_UNAUTHORIZED, "UNAUTHORIZED", "Authorization: Bearer and a key is needed");
        }
        if (BodyReader.isAmbiguous(request)) {
            return Reply.refused(
                    HttpServletResponse.SC_BAD_REQUEST, "AMBIGUOUS_BODY", "it is not clear how long the body is");
        }
        if (!isJson(request.getContentType()) || request.getHeader("Content-Encoding") != null) {
            return Reply.refused(
                    HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE,
                    "MEDIA_TYPE",
                    "the body must be application/json in UTF-8, not compressed");
        }
        if (request.getContentLengthLong() > maxBytes) {
            counters.hit(Limit.PAYLOAD_BYTES);
            return tooLarge();
        }
        if (calls.incrementAndGet() > MOST_AT_ONCE) {
            calls.decrementAndGet();
            counters.hit(Limit.CALLS);
            response.setHeader("Retry-After", "1");
            return Reply.refused(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "BUSY", "too many calls at once");
        }
        return null;
    }

    private static boolean isJson(@Nullable String contentType) {
        var type = contentType == null
                ? ""
                : contentType.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
        return type.equals("application/json") || type.equals("application/json;charset=utf-8");
    }

    private Reply tooLarge() {
        return Reply.refused(
                HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE,
                "TOO_LARGE",
                "a body has at most " + maxBytes + " bytes");
    }

    private static Answer answer(Reply reply) {
        return Answer.of(reply.status(), "application/json", reply.json());
    }

    private void read(HttpServletRequest request, HttpExchange exchange) throws IOException {
        var body = new Body(exchange, request.getRemoteAddr());
        body.begin();
        exchange.waitForAnswer();
        try {
            var in = request.getInputStream();
            in.setReadListener(new BodyReader(in, request.getContentLengthLong(), maxBytes, body));
        } catch (IllegalStateException answeredMeanwhile) {
            body.aborted();
        }
    }

    /** One body on its way, which is answered once. */
    private final class Body implements BodyReader.Outcome {
        private final HttpExchange exchange;
        private final String caller;
        private final AtomicBoolean over = new AtomicBoolean();
        private volatile Scheduler.Timer timer = () -> {};

        Body(HttpExchange exchange, String caller) {
            this.exchange = exchange;
            this.caller = caller;
        }

        void begin() {
            timer = environment.scheduler().schedule(longest.toNanos(), () -> environment.complete(this::tooSlow));
        }

        @Override
        public void read(Bytes body) {
            if (end()) {
                exchange.answer(answer(taken(body.toUtf8())));
            }
        }

        private Reply taken(String json) {
            try {
                return call.take(caller, json);
            } catch (RuntimeException | Error failure) {
                environment.failures().accept(failure);
                return Reply.refused(
                        HttpServletResponse.SC_INTERNAL_SERVER_ERROR, "FAILED", "see the log of the server");
            }
        }

        @Override
        public void tooLarge() {
            if (end()) {
                counters.hit(Limit.PAYLOAD_BYTES);
                exchange.answer(answer(CallServlet.this.tooLarge()));
            }
        }

        private void tooSlow() {
            if (end()) {
                counters.hit(Limit.RECEIVE_TIME);
                exchange.answer(answer(Reply.refused(
                        HttpServletResponse.SC_BAD_REQUEST, "TOO_SLOW", "the body has not come in time")));
            }
        }

        @Override
        public void aborted() {
            if (end()) {
                exchange.answer(
                        answer(Reply.refused(HttpServletResponse.SC_BAD_REQUEST, "INCOMPLETE", "the body has no end")));
            }
        }

        /** False if it was over before. */
        private boolean end() {
            if (!over.compareAndSet(false, true)) {
                return false;
            }
            timer.cancel();
            calls.decrementAndGet();
            return true;
        }
    }
}
