package io.parley;

import io.parley.engine.EngineSession;
import io.parley.engine.QueryString;
import io.parley.kernel.IdGenerator;
import io.parley.packet.Arguments;
import io.parley.packet.Packet;
import io.parley.packet.Parser;
import io.parley.packet.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the revisions of the Socket.IO protocol differ: in the way into a namespace. Immutable. */
sealed interface Dialect {
    /** The dialect that goes with the session's revision of Engine.IO. */
    static Dialect of(EngineSession session, Parser parser) {
        return switch (session.revision()) {
            case V4 -> new Current(parser);
            case V3 -> new Old(session.id());
        };
    }

    /** Whether every client is in {@code "/"} without asking. */
    boolean joinsRootUnasked();

    /** The namespace that the packet is for. */
    String namespace(Packet packet);

    /** What the client sent with its CONNECT. */
    @Nullable
    Object auth(Packet.Connect packet);

    /** The id of a new socket. */
    String socketId(String namespace, IdGenerator ids);

    /** Whether clients know of connection state recovery. */
    boolean recovers();

    /** The answer to a CONNECT. */
    Packet accepted(String namespace, Map<String, ?> fields);

    /** The answer to a CONNECT that a middleware refuses. */
    Packet refused(String namespace, Map<String, ?> fields);

    /** Protocol 5: clients 3 and 4. */
    record Current(Parser parser) implements Dialect {
        @Override
        public boolean joinsRootUnasked() {
            return false;
        }

        @Override
        public String namespace(Packet packet) {
            return packet.namespace();
        }

        @Override
        public @Nullable Object auth(Packet.Connect packet) {
            var auth = packet.auth();
            return auth == null ? null : auth.arguments().get(0);
        }

        @Override
        public String socketId(String namespace, IdGenerator ids) {
            return ids.next();
        }

        @Override
        public boolean recovers() {
            return true;
        }

        @Override
        public Packet accepted(String namespace, Map<String, ?> fields) {
            return new Packet.Connect(namespace, parser.object(fields));
        }

        @Override
        public Packet refused(String namespace, Map<String, ?> fields) {
            return new Packet.ConnectError(namespace, parser.object(fields));
        }
    }

    /** Protocol 4: clients 1 and 2, over Engine.IO 3. Credentials are in the query of the namespace. */
    record Old(String sessionId) implements Dialect {
        @Override
        public boolean joinsRootUnasked() {
            return true;
        }

        @Override
        public String namespace(Packet packet) {
            return packet.namespace().split("\\?", 2)[0];
        }

        @Override
        public Object auth(Packet.Connect packet) {
            var parts = packet.namespace().split("\\?", 2);
            return parts.length == 1 ? Map.of() : QueryString.parse(parts[1]);
        }

        /** The client makes the same of the session's id, for it is not told. */
        @Override
        public String socketId(String namespace, IdGenerator ids) {
            return namespace.equals("/") ? sessionId : namespace + "#" + sessionId;
        }

        @Override
        public boolean recovers() {
            return false;
        }

        @Override
        public Packet accepted(String namespace, Map<String, ?> fields) {
            return new Packet.Connect(namespace, null);
        }

        /** The data alone if there are any, and the bare message otherwise. */
        @Override
        public Packet refused(String namespace, Map<String, ?> fields) {
            var said = fields.containsKey("data") ? fields.get("data") : fields.get("message");
            return new Packet.ConnectError(namespace, new Single(Arguments.of(said)));
        }

        private record Single(Arguments arguments) implements Payload {
            @Override
            public String name() {
                return "";
            }
        }
    }
}
