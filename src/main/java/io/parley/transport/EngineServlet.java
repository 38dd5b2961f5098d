package io.parley.transport;

import static java.util.Objects.requireNonNull;

import io.parley.engine.EngineRequest;
import io.parley.engine.EngineServer;
import io.parley.engine.EngineSession;
import io.parley.engine.PayloadCodec;
import io.parley.engine.QueryString;
import io.parley.engine.Refusal;
import io.parley.engine.ResponseHeaders;
import io.parley.engine.Revision;
import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP face of an Engine.IO endpoint: long-polling, and the upgrade to WebSocket from the same URL. Map it to
 * {@code /path/*} with {@code asyncSupported}. Thread-safe; no thread is held by a waiting poll or a slow body.
 */
public final class EngineServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String RETRY_AFTER_SECONDS = "5";

    private final transient EngineServer server;
    private final transient Executor closer;
    private final transient Clock clock;
    private final transient OriginCheck origins;
    private final transient Set<String> roles;
    private final transient @Nullable Relay relay;
    private final transient Function<String, @Nullable String> owners;
    private transient WebSocketUpgrader upgrader = new JakartaUpgrader();

    /**
     * Serves the sessions of one server.
     *
     * @param server where they are opened
     * @param closer runs tasks that may block for seconds
     * @param clock the wall clock, for {@link EngineRequest#issued}
     */
    public EngineServlet(EngineServer server, Executor closer, Clock clock) {
        this(server, closer, clock, Set.of(), null);
    }

    /**
     * Serves the sessions of one server, and hands requests for those of other nodes to these.
     *
     * @param server where they are opened
     * @param closer runs tasks that may block for seconds
     * @param clock the wall clock, for {@link EngineRequest#issued}
     * @param roles that the container is asked for when a session is opened
     * @param relay of that server; null: sessions of other nodes are unknown here
     */
    public EngineServlet(EngineServer server, Executor closer, Clock clock, Set<String> roles, @Nullable Relay relay) {
        this.roles = Set.copyOf(roles);
        this.relay = relay;
        this.owners = relay == null ? sid -> null : relay::ownerOf;
        this.server = server;
        this.closer = closer;
        this.clock = clock;
        this.origins = new OriginCheck(server.options());
    }

    /** Looks for a better way to WebSockets in the application's own jars. */
    @Override
    public void init() {
        ServiceLoader.load(WebSocketUpgrader.Provider.class, getClass().getClassLoader()).stream()
                .flatMap(provider -> provider.get().upgrader(getServletContext()).stream())
                .findFirst()
                .ifPresent(found -> upgrader = found);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var options = server.options();
        if (request.getPathInfo() == null && options.addTrailingSlash()) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setHeader("X-Content-Type-Options", "nosniff");
        var incoming = incoming(request);
        var visit = new Visit(request, response, incoming);
        if (BodyReader.isAmbiguous(request)) {
            response.setHeader("Connection", "close");
            visit.refused(Refusal.badRequest("AMBIGUOUS_BODY", Map.of()));
            return;
        }
        var foreign = origins.check(request, incoming.upgrade());
        if (foreign.isPresent()) {
            visit.refused(foreign.get());
            return;
        }
        if (options.cors().isPresent() && CrossOrigin.answer(options.cors().get(), request, response)) {
            return;
        }
        var headers = new ResponseHeaders();
        var refusal = server.pass(incoming.copy(), headers);
        CrossOrigin.apply(headers, response);
        refusal.<Verdict>map(Verdict.Refused::new)
                .orElseGet(() -> RequestCheck.check(server, incoming, owners))
                .accept(visit);
    }

    private Incoming incoming(HttpServletRequest request) {
        var query = QueryString.parse(request.getQueryString());
        var visitor = Visitor.of(request);
        return new Incoming(
                request.getMethod(),
                query,
                request.getHeader("Origin"),
                isUpgrade(request),
                visitor,
                new RequestCopy(request, query, visitor, roles, clock));
    }

    /** A GET with {@code Upgrade: websocket}, or an extended CONNECT of HTTP/2 (RFC 8441). */
    private static boolean isUpgrade(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "GET" -> "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
            case "CONNECT" -> request.getProtocol().startsWith("HTTP/2");
            default -> false;
        };
    }

    /** Answers one request. Confined to the container's thread; what comes later is left to others. */
    private final class Visit implements Verdict.Handler {
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final Incoming incoming;

        Visit(HttpServletRequest request, HttpServletResponse response, Incoming incoming) {
            this.request = request;
            this.response = response;
            this.incoming = incoming;
        }

        @Override
        public void opens(String id, Revision revision) throws IOException {
            var copy = incoming.copy().get();
            if (incoming.upgrade()) {
                upgrade(revision, Openers.session(server, id, copy, revision));
                return;
            }
            addHeaders();
            server.options().cookie().ifPresent(cookie -> response.addHeader("Set-Cookie", cookie.header(id)));
            var exchange = new HttpExchange(request, response);
            var transport = new PollingTransport(
                    PayloadCodec.of(revision, incoming.isTextOnly()),
                    server.options().httpCompressionThreshold());
            var session = server.open(id, copy, revision, transport);
            transport.polled(session, exchange);
            exchange.release();
        }

        @Override
        public void belongs(EngineSession session) throws IOException {
            if (incoming.upgrade()) {
                upgrade(session.revision(), Openers.probe(session));
            } else if (session.first() instanceof PollingTransport transport) {
                addHeaders();
                polling(session, transport);
            } else {
                refused(Refusal.badRequest("TRANSPORT_MISMATCH", Map.of()));
            }
        }

        /** As the reference: JSON on a plain request, the bare message on an upgrade. */
        @Override
        public void refused(Refusal refusal) throws IOException {
            server.refused(incoming.copy(), refusal);
            if (incoming.upgrade()) {
                response.setHeader("Connection", "close");
            }
            if (refusal.isTemporary()) {
                response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
            }
            response.setStatus(incoming.upgrade() ? refusal.upgradeStatus() : refusal.status());
            response.setContentType(incoming.upgrade() ? "text/html" : "application/json");
            var body = Bytes.ofUtf8(incoming.upgrade() ? refusal.message() : refusal.json());
            response.setContentLength(body.size());
            body.writeTo(response.getOutputStream(), 0, body.size());
        }

        @Override
        public void elsewhere(String node) throws IOException {
            var relay = requireNonNull(EngineServlet.this.relay);
            if (relay.isFull()) {
                server.counters().hit(Limit.RELAYED_REQUESTS);
                refused(Refusal.overloaded());
                return;
            }
            if (incoming.upgrade() && server.isDraining()) {
                refused(Refusal.draining());
                return;
            }
            var claim = Claim.of(incoming);
            if (incoming.upgrade()) {
                upgrade(() -> relay.door().upgrade(node, claim));
                return;
            }
            addHeaders();
            var copy = incoming.copy().get();
            serve(
                    exchange -> relay.door().poll(node, claim, copy, exchange),
                    exchange -> Optional.of(relay.door()
                            .post(node, claim, copy, isBinary(), request.getContentLengthLong(), exchange)));
        }

        private void polling(EngineSession session, PollingTransport transport) throws IOException {
            serve(
                    exchange -> transport.polled(session, exchange),
                    exchange -> PostedPayload.accept(isBinary(), exchange, session, transport));
        }

        /**
         * Answers a request of a session.
         *
         * @param poll takes a GET
         * @param post takes a POST before its body is read; empty: it has answered it
         */
        private void serve(Consumer<Exchange> poll, Function<Exchange, Optional<? extends BodyReader.Outcome>> post)
                throws IOException {
            switch (request.getMethod()) {
                case "GET" -> {
                    var exchange = new HttpExchange(request, response);
                    poll.accept(exchange);
                    exchange.release();
                }
                case "POST" -> post(post);
                default -> {
                    response.setHeader("Allow", "GET, POST");
                    response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
                }
            }
        }

        private void post(Function<Exchange, Optional<? extends BodyReader.Outcome>> taker) throws IOException {
            var exchange = new HttpExchange(request, response);
            int limit = server.options().maxPayloadBytes();
            if (request.getContentLengthLong() > limit) {
                server.counters().hit(Limit.PAYLOAD_BYTES);
                exchange.answer(Answer.empty(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE));
            } else if (request.getHeader("Content-Encoding") != null) {
                exchange.answer(Answer.empty(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE));
            } else {
                var taken = taker.apply(exchange);
                if (taken.isPresent()) {
                    read(exchange, limit, taken.get());
                    return;
                }
            }
            exchange.release();
        }

        private boolean isBinary() {
            var type = request.getContentType();
            return type != null && type.startsWith("application/octet-stream");
        }

        private void read(HttpExchange exchange, int limit, BodyReader.Outcome outcome) throws IOException {
            if (exchange.waitForAnswer()) {
                try {
                    var in = request.getInputStream();
                    in.setReadListener(new BodyReader(in, request.getContentLengthLong(), limit, outcome));
                } catch (IllegalStateException answeredMeanwhile) {
                    outcome.aborted();
                }
            }
        }

        private void upgrade(Revision revision, Function<WebSocketTransport, EngineSession> opener) throws IOException {
            upgrade(() -> new LocalConnection(server.options(), revision, incoming.isTextOnly(), opener, closer));
        }

        private void upgrade(Supplier<WebSocketConnection> connection) throws IOException {
            if (!isWellFormed(request)) {
                refused(Refusal.badRequest("TRANSPORT_HANDSHAKE_ERROR", Map.of()));
                return;
            }
            addHeaders();
            try {
                upgrader.upgrade(request, response, connection.get(), protocol());
            } catch (ServletException broken) {
                if (!response.isCommitted()) {
                    refused(Refusal.badRequest("TRANSPORT_HANDSHAKE_ERROR", Map.of("error", broken)));
                }
            }
        }

        /** The first one offered, as the reference does; browsers fail the connection otherwise. */
        private @Nullable String protocol() {
            var offered = request.getHeader("Sec-WebSocket-Protocol");
            return offered == null ? null : offered.split(",", 2)[0].trim();
        }

        private void addHeaders() {
            if (!server.addsHeaders()) {
                return;
            }
            var headers = new ResponseHeaders();
            server.headers(incoming.copy(), incoming.query().get("sid") == null, headers);
            CrossOrigin.apply(headers, response);
        }
    }

    /**
     * What gives a WebSocket to its session. Made here and not where the request is answered: there they would keep the
     * request, and with it all that the container needs for HTTP, as long as the connection lives.
     */
    private static final class Openers {
        static Function<WebSocketTransport, EngineSession> session(
                EngineServer server, String id, EngineRequest copy, Revision revision) {
            return transport -> server.open(id, copy, revision, transport);
        }

        static Function<WebSocketTransport, EngineSession> probe(EngineSession session) {
            return transport -> {
                session.probe(transport);
                return session;
            };
        }
    }

    /** Checked here, since containers differ: some accept a missing key, some throw at an unknown version. */
    private static boolean isWellFormed(HttpServletRequest request) {
        if (request.getMethod().equals("CONNECT")) {
            return true;
        }
        var key = request.getHeader("Sec-WebSocket-Key");
        return "13".equals(request.getHeader("Sec-WebSocket-Version")) && key != null && key.length() == 24;
    }
}
