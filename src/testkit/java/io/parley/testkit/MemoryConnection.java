package io.parley.testkit;

import io.parley.SocketIoServer;
import io.parley.engine.BinaryPacket;
import io.parley.engine.CloseReason;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineRequest;
import io.parley.engine.EngineSession;
import io.parley.engine.ResponseHeaders;
import io.parley.engine.Revision;
import io.parley.engine.TextPacket;
import io.parley.engine.Transport;
import io.parley.engine.TransportName;
import io.parley.packet.Packet;
import io.parley.packet.PacketDecoder;
import io.parley.packet.Parser;
import io.parley.testing.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A WebSocket in memory, as the client has it: packets of Socket.IO in and out. Confined to the test's thread. */
final class MemoryConnection implements Transport {
    private static final TextPacket PONG = TextPacket.decode("3");

    private final World world;
    private final Parser parser;
    private final PacketDecoder decoder;
    private final Packet.Handler<?> client;
    private final EngineSession session;
    private boolean silent;
    private boolean closed;

    /**
     * Opens it; throws a {@link RefusedAtTheDoor} if the server does not let it in.
     *
     * @param client told of each packet of the server
     */
    MemoryConnection(SocketIoServer io, World world, EngineRequest request, Packet.Handler<?> client) {
        this.world = world;
        this.client = client;
        this.parser = io.options().newParser();
        this.decoder = parser.decoder();
        var engine = io.engine();
        var refusal = engine.pass(() -> request, new ResponseHeaders()).or(() -> engine.allow(() -> request));
        if (refusal.isPresent()) {
            engine.refused(() -> request, refusal.get());
            throw new RefusedAtTheDoor(refusal.get().message());
        }
        this.session = engine.open(request, Revision.V4, this);
        session.ready(this);
    }

    Parser parser() {
        return parser;
    }

    void send(Packet packet) {
        var encoded = parser.encode(packet);
        var frames = new ArrayList<EnginePacket>();
        if (encoded.text() != null) {
            frames.add(TextPacket.message(encoded.text()));
        }
        encoded.attachments().forEach(bytes -> frames.add(new BinaryPacket(bytes)));
        world.receive(() -> session.received(this, frames));
    }

    /** From now on what comes is lost, pings included. */
    void goSilent() {
        silent = true;
    }

    void breakOff() {
        closed = true;
        world.receive(() -> session.lost(this, CloseReason.TRANSPORT_CLOSE, "broken off by the test"));
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public TransportName name() {
        return TransportName.WEBSOCKET;
    }

    @Override
    public boolean write(List<? extends EnginePacket> batch) {
        if (!silent) {
            batch.forEach(this::take);
        }
        return true;
    }

    private void take(EnginePacket packet) {
        if (packet instanceof BinaryPacket binary) {
            deliver(decoder.binary(binary.data()));
        } else if (packet instanceof TextPacket text && text.type() == TextPacket.Type.MESSAGE) {
            deliver(decoder.text(text.data()));
        } else if (packet instanceof TextPacket text && text.type() == TextPacket.Type.PING) {
            session.received(this, PONG);
        }
    }

    private void deliver(@Nullable Packet packet) {
        if (packet != null) {
            packet.accept(client);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void replaced() {
        closed = true;
    }

    /** The server has refused the request. */
    static final class RefusedAtTheDoor extends RuntimeException {
        private static final long serialVersionUID = 1L;

        RefusedAtTheDoor(String message) {
            super(message);
        }
    }
}
