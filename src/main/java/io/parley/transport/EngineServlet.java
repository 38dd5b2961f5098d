package io.parley.transport;

import io.parley.engine.CloseReason;
import io.parley.engine.EngineError;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineProtocolException;
import io.parley.engine.EngineServer;
import io.parley.engine.EngineSession;
import io.parley.engine.HandshakeRequest;
import io.parley.engine.PayloadCodec;
import io.parley.engine.QueryString;
import io.parley.engine.Revision;
import io.parley.engine.TextPacket;
import io.parley.kernel.Bytes;
import io.parley.transport.HttpExchange.Answer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Extension;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP face of an Engine.IO endpoint: long-polling, and the upgrade to WebSocket from the same URL. Map it to
 * {@code /path/*} with {@code asyncSupported}. Thread-safe; no thread is held by a waiting poll or a slow body.
 */
public final class EngineServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient EngineServer server;
    private final transient Executor closer;
    private final transient Clock clock;

    /**
     * @param closer runs tasks that may block for seconds
     * @param clock the wall clock, for {@link HandshakeRequest#issued}
     */
    public EngineServlet(EngineServer server, Executor closer, Clock clock) {
        this.server = server;
        this.closer = closer;
        this.clock = clock;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getPathInfo() == null) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        boolean upgrade = isUpgrade(request);
        var query = QueryString.parse(request.getQueryString());
        var verdict = RequestCheck.check(server, request.getMethod(), query, upgrade);
        if (verdict.error() != null) {
            refuse(response, verdict.error(), upgrade);
        } else if (upgrade) {
            upgrade(request, response, query, verdict);
        } else if (verdict.session() == null) {
            open(request, response, query, verdict.revision());
        } else {
            existing(request, response, verdict.session());
        }
    }

    private void open(
            HttpServletRequest request, HttpServletResponse response, Map<String, String> query, Revision revision)
            throws IOException {
        var exchange = new HttpExchange(request, response);
        var transport = new PollingTransport(PayloadCodec.of(revision, WebSocketEndpoint.isTextOnly(query)));
        var session = server.open(handshake(request, query), revision, transport);
        transport.polled(session, exchange);
        exchange.release();
    }

    private void existing(HttpServletRequest request, HttpServletResponse response, EngineSession session)
            throws IOException {
        if (!(session.first() instanceof PollingTransport transport)) {
            refuse(response, EngineError.BAD_REQUEST, false);
            return;
        }
        switch (request.getMethod()) {
            case "GET" -> {
                var exchange = new HttpExchange(request, response);
                transport.polled(session, exchange);
                exchange.release();
            }
            case "POST" -> post(request, response, session, transport);
            default -> response.setStatus(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
        }
    }

    private void post(
            HttpServletRequest request, HttpServletResponse response, EngineSession session, PollingTransport transport)
            throws IOException {
        var exchange = new HttpExchange(request, response);
        int limit = server.options().maxPayloadBytes();
        var type = request.getContentType();
        boolean binary = type != null && type.startsWith("application/octet-stream");
        if (request.getContentLengthLong() > limit) {
            response.setHeader("Connection", "close");
            exchange.answer(Answer.empty(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE));
        } else if (request.getHeader("Content-Encoding") != null) {
            exchange.answer(Answer.empty(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE));
        } else if (binary && session.revision() == Revision.V4) {
            exchange.answer(Answer.empty(HttpServletResponse.SC_BAD_REQUEST));
            session.lost(transport, CloseReason.TRANSPORT_ERROR, "invalid content");
        } else if (!transport.startPost()) {
            exchange.answer(Answer.empty(HttpServletResponse.SC_BAD_REQUEST));
            session.lost(transport, CloseReason.TRANSPORT_ERROR, "data request overlap from client");
        } else {
            exchange.waitForAnswer();
            var in = request.getInputStream();
            in.setReadListener(new BodyReader(in, limit, new Post(binary, exchange, response, session, transport)));
            return;
        }
        exchange.release();
    }

    private void upgrade(
            HttpServletRequest request,
            HttpServletResponse response,
            Map<String, String> query,
            RequestCheck.Verdict verdict)
            throws IOException {
        if (!isWellFormed(request)) {
            refuse(response, EngineError.BAD_REQUEST, true);
            return;
        }
        var endpoint =
                new WebSocketEndpoint(server, handshake(request, query), verdict.revision(), verdict.session(), closer);
        var config = ServerEndpointConfig.Builder.create(WebSocketEndpoint.class, request.getServletPath() + "/")
                .configurator(new Upgrade(endpoint, request.getHeader("Sec-WebSocket-Protocol")))
                .build();
        try {
            container().upgradeHttpToWebSocket(new NoSessionRequest(request), response, config, Map.of());
        } catch (DeploymentException | ServletException | IllegalArgumentException | IllegalStateException broken) {
            if (!response.isCommitted()) {
                refuse(response, EngineError.BAD_REQUEST, true);
            }
        }
    }

    private ServerContainer container() throws ServletException {
        if (getServletContext().getAttribute(ServerContainer.class.getName()) instanceof ServerContainer container) {
            return container;
        }
        throw new ServletException("the servlet container has no Jakarta WebSocket");
    }

    /** Checked here, since containers differ: some accept a missing key, some throw at an unknown version. */
    private static boolean isWellFormed(HttpServletRequest request) {
        if (request.getMethod().equals("CONNECT")) {
            return true;
        }
        var key = request.getHeader("Sec-WebSocket-Key");
        return "13".equals(request.getHeader("Sec-WebSocket-Version")) && key != null && key.length() == 24;
    }

    /** A GET with {@code Upgrade: websocket}, or an extended CONNECT of HTTP/2 (RFC 8441). */
    private static boolean isUpgrade(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "GET" -> "websocket".equalsIgnoreCase(request.getHeader("Upgrade"));
            case "CONNECT" -> request.getProtocol().startsWith("HTTP/2");
            default -> false;
        };
    }

    /** As the reference: JSON on a plain request, the bare message on an upgrade, where the status is always 400. */
    private static void refuse(HttpServletResponse response, EngineError error, boolean upgrade) throws IOException {
        response.setStatus(upgrade ? HttpServletResponse.SC_BAD_REQUEST : error.status());
        response.setContentType(upgrade ? "text/html" : "application/json");
        if (upgrade) {
            response.setHeader("Connection", "close");
        }
        var body = (upgrade ? error.message() : error.json()).getBytes(StandardCharsets.US_ASCII);
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** Copies all that may be wanted later: some containers reuse the request object once this thread has left. */
    private HandshakeRequest handshake(HttpServletRequest request, Map<String, String> query) {
        var headers = new HashMap<String, String>();
        for (var name : Collections.list(request.getHeaderNames())) {
            headers.put(name.toLowerCase(Locale.ROOT), String.join(", ", Collections.list(request.getHeaders(name))));
        }
        var raw = request.getQueryString();
        return new HandshakeRequest(
                request.getRequestURI() + (raw == null ? "" : "?" + raw),
                query,
                headers,
                request.getRemoteAddr(),
                request.isSecure(),
                request.getUserPrincipal(),
                clock.instant());
    }

    /** The body of a POST becomes packets. */
    private record Post(
            boolean binary,
            HttpExchange exchange,
            HttpServletResponse response,
            EngineSession session,
            PollingTransport transport)
            implements BodyReader.Outcome {
        @Override
        public void read(Bytes body) {
            try {
                var packets = decoded(body);
                session.received(transport, packets);
                if (packets.stream().anyMatch(TextPacket::isClose)) {
                    // the session waits a moment for a poll that this POST has overtaken; after the answer it is gone
                    transport.whenClosed(this::answerOk);
                } else {
                    session.inflow().whenOpen(this::answerOk);
                }
            } catch (EngineProtocolException broken) {
                answerOk();
                session.lost(transport, CloseReason.PARSE_ERROR, String.valueOf(broken.getMessage()));
            }
        }

        @Override
        public void tooLarge() {
            transport.endPost();
            response.setHeader("Connection", "close");
            exchange.answer(Answer.empty(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE));
        }

        @Override
        public void aborted() {
            transport.endPost();
            exchange.answer(Answer.empty(HttpServletResponse.SC_BAD_REQUEST));
            session.lost(transport, CloseReason.TRANSPORT_ERROR, "data request connection closed prematurely");
        }

        private List<EnginePacket> decoded(Bytes body) {
            int most = session.options().maxPayloadPackets();
            return binary
                    ? transport.codec().decode(body, most)
                    : transport.codec().decode(body.toUtf8(), most);
        }

        private void answerOk() {
            transport.endPost();
            exchange.answer(Answer.OK);
        }
    }

    /** Hands this connection's endpoint to the container; origin and path have been checked. */
    private static final class Upgrade extends ServerEndpointConfig.Configurator {
        private final WebSocketEndpoint endpoint;
        private final @Nullable String offeredProtocols;

        Upgrade(WebSocketEndpoint endpoint, @Nullable String offeredProtocols) {
            this.endpoint = endpoint;
            this.offeredProtocols = offeredProtocols;
        }

        @Override
        public <T> T getEndpointInstance(Class<T> type) {
            return type.cast(endpoint);
        }

        @Override
        public boolean checkOrigin(String origin) {
            return true;
        }

        /** No compression, as the reference: browsers offer it, and it costs both sides more than it saves here. */
        @Override
        public List<Extension> getNegotiatedExtensions(List<Extension> installed, List<Extension> requested) {
            return List.of();
        }

        /** The first one offered, as the reference does; browsers fail the connection otherwise. */
        @Override
        public String getNegotiatedSubprotocol(List<String> supported, List<String> requested) {
            return offeredProtocols == null ? "" : offeredProtocols.split(",", 2)[0].trim();
        }
    }
}
