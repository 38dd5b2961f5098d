package io.parley.transport;

import io.parley.engine.EngineError;
import io.parley.engine.EngineServer;
import io.parley.engine.EngineSession;
import io.parley.engine.Refusal;
import io.parley.engine.ResponseHeaders;
import io.parley.engine.Revision;
import io.parley.engine.TransportName;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Decides what a request is about: opens a session, belongs to one, or is refused. In the order of the reference. */
final class RequestCheck {
    private static final System.Logger LOG = System.getLogger(RequestCheck.class.getName());

    private RequestCheck() {}

    /** @param owners the other node that has a session, as its id says; null: none */
    static Verdict check(EngineServer server, Incoming request, Function<String, @Nullable String> owners) {
        var named = request.parameter("transport");
        var transport = TransportName.of(named)
                .filter(server.options().transports()::contains)
                .orElse(null);
        // JSONP, which has no name of its own, would let any page read our answers
        boolean jsonp = transport == TransportName.POLLING && request.query().containsKey("j");
        if (transport == null || jsonp) {
            return refused(EngineError.UNKNOWN_TRANSPORT, Map.of("transport", named));
        }
        var origin = request.origin();
        if (origin != null && !ResponseHeaders.isLegalValue(origin)) {
            return badRequest("INVALID_ORIGIN", Map.of("origin", origin));
        }
        var sid = request.query().get("sid");
        if (sid == null) {
            return handshake(server, request, transport);
        }
        // Whoever is somebody else does not even learn that there is such a session
        return server.find(sid)
                .filter(session -> request.visitor().owns(session.request()))
                .map(session -> belongs(server, request, transport, session))
                .orElseGet(() -> elsewhere(server, request, transport, owners.apply(sid)));
    }

    /** Whether there is such a session, and whose it is, is left to that node. */
    private static Verdict elsewhere(
            EngineServer server, Incoming request, TransportName transport, @Nullable String node) {
        if (node == null) {
            return refused(EngineError.UNKNOWN_SID, Map.of("sid", request.parameter("sid")));
        }
        if (request.upgrade() && !isUpgrade(server, transport)) {
            return badRequest("TRANSPORT_MISMATCH", Map.of("transport", transport.toString()));
        }
        return new Verdict.Elsewhere(node);
    }

    private static boolean isUpgrade(EngineServer server, TransportName transport) {
        return transport == TransportName.WEBSOCKET && server.options().allowUpgrades();
    }

    private static Verdict belongs(
            EngineServer server, Incoming request, TransportName transport, EngineSession session) {
        boolean fits = request.upgrade() ? isUpgrade(server, transport) : transport == session.transport();
        if (!fits) {
            return badRequest(
                    "TRANSPORT_MISMATCH",
                    Map.of(
                            "transport", transport.toString(),
                            "previousTransport", session.transport().toString()));
        }
        var protocol = request.parameter("EIO");
        if (Revision.of(protocol).orElse(null) != session.revision()) {
            return badRequest(
                    "PROTOCOL_MISMATCH",
                    Map.of(
                            "protocol",
                            protocol,
                            "previousProtocol",
                            session.revision().number()));
        }
        return new Verdict.Belongs(session);
    }

    private static Verdict handshake(EngineServer server, Incoming request, TransportName transport) {
        if (!request.method().equals("GET") && !request.upgrade()) {
            return refused(EngineError.BAD_HANDSHAKE_METHOD, Map.of("method", request.method()));
        }
        if (request.upgrade() != (transport == TransportName.WEBSOCKET)) {
            return badRequest("TRANSPORT_HANDSHAKE_ERROR", Map.of());
        }
        var refusal = server.allow(request.copy());
        if (refusal.isPresent()) {
            return new Verdict.Refused(refusal.get());
        }
        var protocol = request.parameter("EIO");
        var revision = Revision.of(protocol)
                .filter(known -> known == Revision.V4 || server.options().allowEIO3());
        if (revision.isEmpty()) {
            return refused(EngineError.UNSUPPORTED_PROTOCOL_VERSION, Map.of("protocol", protocol));
        }
        try {
            return new Verdict.Opens(server.newId(request.copy()), revision.get());
        } catch (RuntimeException | Error failure) {
            LOG.log(Level.ERROR, "generateId failed", failure);
            return badRequest("ID_GENERATION_ERROR", Map.of("error", failure));
        }
    }

    private static Verdict refused(EngineError error, Map<String, ?> context) {
        return new Verdict.Refused(Refusal.of(error, context));
    }

    private static Verdict badRequest(String name, Map<String, ?> context) {
        return new Verdict.Refused(Refusal.badRequest(name, context));
    }
}
