package io.parley.transport;

import io.parley.engine.EngineError;
import io.parley.engine.EngineServer;
import io.parley.engine.EngineSession;
import io.parley.engine.Revision;
import io.parley.engine.TransportName;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides what a request is about: opens a session, belongs to one, or is refused. In the order of the reference. */
final class RequestCheck {
    private RequestCheck() {}

    /** @param upgrade whether the request asks for a WebSocket */
    static Verdict check(EngineServer server, String method, Map<String, String> query, boolean upgrade) {
        var transport = TransportName.of(query.getOrDefault("transport", ""))
                .filter(server.options().transports()::contains)
                .orElse(null);
        if (transport == null) {
            return Verdict.refused(EngineError.UNKNOWN_TRANSPORT);
        }
        boolean websocket = transport == TransportName.WEBSOCKET;
        var revision = Revision.of(query.getOrDefault("EIO", ""))
                .filter(named -> named == Revision.V4 || server.options().allowEIO3())
                .orElse(null);
        var sid = query.get("sid");
        if (sid != null) {
            var session = server.find(sid).orElse(null);
            if (session == null) {
                return Verdict.refused(EngineError.UNKNOWN_SID);
            }
            boolean fits = upgrade ? websocket : transport == session.transport();
            return fits && revision == session.revision()
                    ? new Verdict(revision, session, null)
                    : Verdict.refused(EngineError.BAD_REQUEST);
        }
        if (!method.equals("GET") && !upgrade) {
            return Verdict.refused(EngineError.BAD_HANDSHAKE_METHOD);
        }
        if (websocket != upgrade) {
            return Verdict.refused(EngineError.BAD_REQUEST);
        }
        return revision != null
                ? new Verdict(revision, null, null)
                : Verdict.refused(EngineError.UNSUPPORTED_PROTOCOL_VERSION);
    }

    /** With an error: refused. With a session: belongs to it. With neither: opens one. */
    record Verdict(
            Revision revision,
            @Nullable EngineSession session,
            @Nullable EngineError error) {
        static Verdict refused(EngineError error) {
            return new Verdict(Revision.V4, null, error);
        }
    }
}
