package io.parley.webapp;

import io.parley.AuditEvent;
import io.parley.AuditEvent.Kind;
import io.parley.SocketIoServer;
import io.parley.packet.InvalidPacketException;
import io.parley.packet.JsonText;
import io.parley.transport.JsonCall;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger.Level;

/** Emits what another program posts: {@code {"namespace":"/","rooms":["a"],"event":"news","args":[1]}}. Thread-safe. */
final class EmitCall implements JsonCall {
    private static final System.Logger LOG = System.getLogger(EmitCall.class.getName());

    private final SocketIoServer io;
    private final JsonText text;

    EmitCall(SocketIoServer io) {
        this.io = io;
        this.text = new JsonText(io.options().parserLimits());
    }

    @Override
    public Reply take(String caller, String json) {
        try {
            var emission = Emission.of(text.read(json));
            if (!io.visit(emission.namespace(), namespace -> emission.emit(namespace.to()))) {
                return Reply.refused(
                        HttpServletResponse.SC_NOT_FOUND, "UNKNOWN_NAMESPACE", "there is no such namespace");
            }
            io.audit(new AuditEvent(Kind.ADMIN_ACTION, "emit by HTTP", emission.namespace(), null, caller, null));
            LOG.log(
                    Level.DEBUG,
                    () -> "emitted for " + caller + ": " + described(emission) + ", of " + json.length()
                            + " characters");
            return new Reply(HttpServletResponse.SC_ACCEPTED, "{}");
        } catch (InvalidPacketException invalid) {
            invalid.limit().ifPresent(io.engine().counters()::hit);
            return refused(caller, "INVALID_JSON", invalid);
        } catch (IllegalArgumentException invalid) {
            return refused(caller, "INVALID_CALL", invalid);
        }
    }

    @Override
    public void refused(String caller, Reply reply) {
        io.audit(new AuditEvent(Kind.REFUSE, "emit by HTTP, " + reply.status(), null, null, caller, null));
    }

    private static Reply refused(String caller, String code, RuntimeException invalid) {
        LOG.log(Level.DEBUG, () -> "a call of " + caller + " is refused: " + invalid.getMessage());
        return Reply.refused(HttpServletResponse.SC_BAD_REQUEST, code, String.valueOf(invalid.getMessage()));
    }

    private static String described(Emission emission) {
        var event = emission.event().replaceAll("\\p{Cntrl}", "?");
        return "\"" + event + "\" in " + emission.namespace() + " to "
                + emission.rooms().size() + " rooms";
    }
}
