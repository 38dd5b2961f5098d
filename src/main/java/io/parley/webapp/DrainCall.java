package io.parley.webapp;

import io.parley.AuditEvent;
import io.parley.AuditEvent.Kind;
import io.parley.SocketIoServer;
import io.parley.packet.InvalidPacketException;
import io.parley.packet.JsonText;
import io.parley.transport.JsonCall;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Drains a server when another program posts {@code {"seconds":60}}. Thread-safe. */
final class DrainCall implements JsonCall {
    private static final System.Logger LOG = System.getLogger(DrainCall.class.getName());
    private static final int DAY_SECONDS = 86_400;

    private final SocketIoServer io;
    private final Duration preset;
    private final JsonText text;

    /** @param preset when a call says no time; zero: it has to say one */
    DrainCall(SocketIoServer io, Duration preset) {
        this.io = io;
        this.preset = preset;
        this.text = new JsonText(io.options().parserLimits());
    }

    @Override
    public Reply take(String caller, String json) {
        Duration time;
        try {
            time = time(text.read(json));
        } catch (InvalidPacketException invalid) {
            return invalid("INVALID_JSON", invalid);
        } catch (IllegalArgumentException invalid) {
            return invalid("INVALID_CALL", invalid);
        }
        var words = "drain by HTTP, " + time.toSeconds() + " s";
        LOG.log(Level.INFO, "{0}: {1}, as {2} has asked for", io.options().path(), words, caller);
        io.audit(new AuditEvent(Kind.ADMIN_ACTION, words, null, null, caller, null));
        io.drain(time);
        return new Reply(HttpServletResponse.SC_ACCEPTED, "{\"sessions\":" + io.connections() + "}");
    }

    @Override
    public void refused(String caller, Reply reply) {
        io.audit(new AuditEvent(Kind.REFUSE, "drain by HTTP, " + reply.status(), null, null, caller, null));
    }

    private Duration time(@Nullable Object call) {
        if (!(call instanceof Map<?, ?> fields) || !Set.of("seconds").containsAll(fields.keySet())) {
            throw new IllegalArgumentException("the call must be an object with seconds or nothing in it");
        }
        var seconds = fields.get("seconds");
        if (seconds == null && !preset.isZero()) {
            return preset;
        }
        if (seconds instanceof Long whole && whole >= 0 && whole <= DAY_SECONDS) {
            return Duration.ofSeconds(whole);
        }
        throw new IllegalArgumentException("seconds must be a whole number from 0 to " + DAY_SECONDS);
    }

    private static Reply invalid(String code, RuntimeException invalid) {
        return Reply.refused(HttpServletResponse.SC_BAD_REQUEST, code, String.valueOf(invalid.getMessage()));
    }
}
