package io.parley.engine;

import io.parley.kernel.Environment;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Opens, finds and closes the sessions of one endpoint. Thread-safe. */
public final class EngineServer {
    private final EngineOptions options;
    private final Environment environment;
    private final Function<EngineSession, EngineListener> application;
    private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /** @param application makes the layer above for each session; called on the thread that opens it, must not block */
    public EngineServer(
            EngineOptions options, Environment environment, Function<EngineSession, EngineListener> application) {
        this.options = options;
        this.environment = environment;
        this.application = application;
    }

    public EngineOptions options() {
        return options;
    }

    /** How many sessions there are, those that are closing included. */
    public int size() {
        return sessions.size();
    }

    /** Opens a session whose first packet is the handshake. After {@link #close} the session closes at once. */
    public EngineSession open(HandshakeRequest request, Revision revision, Transport transport) {
        var session = new EngineSession(environment.ids().next(), request, revision, transport, this);
        sessions.put(session.id(), session);
        session.start(application.apply(session), handshake(session));
        if (closed) {
            session.close(CloseReason.SERVER_SHUTTING_DOWN, "the server is closed");
        }
        return session;
    }

    /** The session of that id, unless it has ended. */
    public Optional<EngineSession> find(String sid) {
        return Optional.ofNullable(sessions.get(sid));
    }

    /** Closes all sessions; clients see their transport close and come back elsewhere. */
    public void close() {
        closed = true;
        sessions.values().forEach(session -> session.close(CloseReason.SERVER_SHUTTING_DOWN, "the server is closed"));
    }

    Environment environment() {
        return environment;
    }

    void ended(EngineSession session) {
        sessions.remove(session.id());
    }

    /** Engine.IO protocol 4, "Handshake"; clients of revision 3 ignore what they do not know. */
    private TextPacket handshake(EngineSession session) {
        boolean upgradable = session.transport() == TransportName.POLLING
                && options.transports().contains(TransportName.WEBSOCKET);
        return TextPacket.open("{\"sid\":\"" + session.id()
                + "\",\"upgrades\":[" + (upgradable ? "\"websocket\"" : "")
                + "],\"pingInterval\":" + options.pingInterval().toMillis()
                + ",\"pingTimeout\":" + options.pingTimeout().toMillis()
                + ",\"maxPayload\":" + options.maxPayloadBytes() + "}");
    }
}
