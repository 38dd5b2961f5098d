package io.parley.testing;

import io.parley.engine.BinaryPacket;
import io.parley.engine.CloseReason;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineRequest;
import io.parley.engine.EngineServer;
import io.parley.engine.EngineSession;
import io.parley.engine.Login;
import io.parley.engine.PayloadCodec;
import io.parley.engine.Revision;
import io.parley.engine.TextPacket;
import io.parley.engine.Transport;
import io.parley.engine.TransportName;
import io.parley.kernel.Bytes;
import java.security.Principal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client that speaks wire text over a transport in memory: one like a WebSocket is ready whenever it has been
 * written to, one like polling when the test {@linkplain #poll polls}. Confined to the test's thread.
 */
public final class TestClient implements Transport {
    private final TransportName name;
    private final List<String> received = new ArrayList<>();
    private final List<Boolean> compressible = new ArrayList<>();
    private final EngineSession session;
    private final boolean polling;
    private boolean stalled;
    private boolean closed;
    private boolean replaced;
    private boolean expelled;

    private TestClient(EngineServer server, TransportName name, Revision revision) {
        this(server, name, revision, null, null);
    }

    private TestClient(
            EngineServer server,
            TransportName name,
            Revision revision,
            @Nullable Login login,
            @Nullable String httpSession) {
        this.name = name;
        this.polling = name == TransportName.POLLING;
        var query = Map.of("EIO", Integer.toString(revision.number()), "transport", name.toString());
        this.session = server.open(request(query, login, httpSession), revision, this);
        session.ready(this);
    }

    private TestClient(EngineSession upgrading) {
        this.name = TransportName.WEBSOCKET;
        this.polling = false;
        this.session = upgrading;
        session.probe(this);
        session.ready(this);
    }

    public static TestClient webSocket(EngineServer server) {
        return new TestClient(server, TransportName.WEBSOCKET, Revision.V4);
    }

    /** One that the container has authenticated. */
    public static TestClient webSocket(EngineServer server, Principal principal) {
        return webSocket(server, principal, Set.of());
    }

    /** One that the container has authenticated, and given roles. */
    public static TestClient webSocket(EngineServer server, Principal principal, Set<String> roles) {
        return webSocket(server, new Login(principal, roles, null));
    }

    /** One that the container has logged in. */
    public static TestClient webSocket(EngineServer server, Login login) {
        return new TestClient(server, TransportName.WEBSOCKET, Revision.V4, login, null);
    }

    /** One that begins within an HTTP session. */
    public static TestClient within(
            String httpSession, EngineServer server, TransportName transport, @Nullable Login login) {
        return new TestClient(server, transport, Revision.V4, login, httpSession);
    }

    public static TestClient polling(EngineServer server) {
        return new TestClient(server, TransportName.POLLING, Revision.V4);
    }

    public static TestClient webSocket(EngineServer server, Revision revision) {
        return new TestClient(server, TransportName.WEBSOCKET, revision);
    }

    public static TestClient polling(EngineServer server, Revision revision) {
        return new TestClient(server, TransportName.POLLING, revision);
    }

    /** A WebSocket on the session of this client, which wants to take over. */
    public TestClient upgrade() {
        return new TestClient(session);
    }

    /** Sends packets, as a polling payload of protocol 4 or one WebSocket frame: {@code "42[\"hi\"]"}. */
    public TestClient send(String payload) {
        session.received(this, PayloadCodec.of(Revision.V4, false).decode(payload, Integer.MAX_VALUE));
        return this;
    }

    /** Sends a binary message. */
    public TestClient send(byte[] message) {
        session.received(this, new BinaryPacket(Bytes.copyOf(message)));
        return this;
    }

    /** Waits with a poll for packets. */
    public TestClient poll() {
        session.ready(this);
        return this;
    }

    /** What has arrived since the last call: text as on the wire, binary as {@code b} and base64. */
    public List<String> take() {
        var taken = List.copyOf(received);
        received.clear();
        return taken;
    }

    /** Whether each packet since the last call may be compressed. */
    public List<Boolean> takeCompressible() {
        var taken = List.copyOf(compressible);
        compressible.clear();
        return taken;
    }

    /** From now on the connection takes nothing any more, but does not break. */
    public void stall() {
        stalled = true;
    }

    /** The connection takes packets again. */
    public void resume() {
        stalled = false;
        session.ready(this);
    }

    /** The connection breaks. */
    public void breakOff() {
        session.lost(this, CloseReason.TRANSPORT_CLOSE, "broken off by the test");
    }

    public EngineSession session() {
        return session;
    }

    public boolean isClosed() {
        return closed;
    }

    /** Whether another transport has taken over. */
    public boolean isReplaced() {
        return replaced;
    }

    /** Whether it has been closed as one that may not be there any longer. */
    public boolean isExpelled() {
        return expelled;
    }

    @Override
    public TransportName name() {
        return name;
    }

    @Override
    public boolean write(List<? extends EnginePacket> batch) {
        if (closed) {
            throw new AssertionError("written to after close: " + batch);
        }
        batch.forEach(packet -> received.add(text(packet)));
        batch.forEach(packet -> compressible.add(packet.compressible()));
        return !polling && !stalled;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void expel() {
        expelled = true;
        close();
    }

    @Override
    public void replaced() {
        replaced = true;
        closed = true;
    }

    private static String text(EnginePacket packet) {
        return packet instanceof BinaryPacket binary ? "b" + binary.data().toBase64() : ((TextPacket) packet).frame();
    }

    /** An opening request with this query. */
    public static EngineRequest request(Map<String, String> query) {
        return request(query, null, null);
    }

    private static EngineRequest request(
            Map<String, String> query, @Nullable Login login, @Nullable String httpSession) {
        return new EngineRequest(
                "GET",
                "/socket.io/",
                null,
                query,
                Map.of("host", "test"),
                "127.0.0.1",
                false,
                login,
                httpSession,
                Instant.EPOCH);
    }
}
