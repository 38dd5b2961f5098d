package io.parley;

import io.parley.engine.EngineRequest;
import io.parley.engine.Login;
import io.parley.packet.Arguments;
import io.parley.packet.EncodedPacket;
import io.parley.packet.Packet;
import io.parley.packet.Parser;
import java.lang.System.Logger.Level;
import java.security.Principal;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What a node tells another one of a socket: an ack, so that each parser can write and read it, with id, rooms, data,
 * handshake and user (none: empty). What the parser cannot write is left out of the maps that are the application's.
 */
final class SocketDescription {
    private static final System.Logger LOG = System.getLogger(SocketDescription.class.getName());

    private SocketDescription() {}

    /** Runs the application's code, where data are objects of its own. */
    static EncodedPacket write(Parser parser, Socket socket) {
        return write(
                parser,
                socket.namespace().name(),
                socket.id(),
                maps -> List.of(
                        socket.id(),
                        List.copyOf(socket.rooms()),
                        maps.apply(Map.copyOf(socket.data())),
                        handshake(socket.handshake(), maps),
                        socket.user().orElse("")));
    }

    /**
     * Writes what another node is told of a socket. Runs the application's code.
     *
     * @param told makes it of what leaves out the entries of a map that cannot be written
     */
    static EncodedPacket write(
            Parser parser, String namespace, String id, Function<UnaryOperator<Map<String, Object>>, List<?>> told) {
        try {
            return encode(parser, namespace, told.apply(UnaryOperator.identity()));
        } catch (RuntimeException unwritable) { // the application's code
            LOG.log(Level.DEBUG, () -> "not all data of socket " + id + " can be told to other nodes");
        }
        try {
            return encode(parser, namespace, told.apply(values -> writable(parser, values)));
        } catch (RuntimeException tooMuchTogether) { // more attachments than a packet may have
            return encode(parser, namespace, told.apply(values -> Map.of()));
        }
    }

    private static EncodedPacket encode(Parser parser, String namespace, List<?> told) {
        return parser.encode(new Packet.Ack(namespace, 0, parser.payload(told)));
    }

    private static Map<String, Object> handshake(Handshake handshake, UnaryOperator<Map<String, Object>> maps) {
        var told = new HashMap<String, Object>();
        told.put("url", handshake.url());
        told.put("query", handshake.query());
        told.put("headers", handshake.headers());
        told.put("address", handshake.address());
        told.put("secure", handshake.secure());
        told.put("issued", handshake.issued().toString());
        told.put("auth", maps.apply(handshake.auth()));
        told.put("attributes", maps.apply(Map.copyOf(handshake.attributes())));
        told.put("roles", List.copyOf(handshake.roles()));
        handshake.principal().ifPresent(user -> told.put("user", user.getName()));
        return told;
    }

    private static Map<String, Object> writable(Parser parser, Map<String, Object> values) {
        var written = new HashMap<String, Object>();
        values.forEach((name, value) -> {
            try {
                parser.encode(new Packet.Ack("/", 0, parser.payload(List.of(Map.of(name, value)))));
                written.put(name, value);
            } catch (RuntimeException unwritable) { // the application's code
                LOG.log(Level.DEBUG, () -> name + " of a socket cannot be told to other nodes");
            }
        });
        return written;
    }

    /** @throws IllegalArgumentException if it is no description */
    static RemoteSocket read(Namespace namespace, Arguments told) {
        if (told.get(0) instanceof String id
                && told.get(1) instanceof List<?> rooms
                && told.get(2) instanceof Map<?, ?> data
                && told.get(3) instanceof Map<?, ?> handshake) {
            // an older release does not tell the user
            var user = Optional.of(text(told.get(4))).filter(name -> !name.isEmpty());
            return new RemoteSocket(namespace, id, handshake(handshake), names(rooms), objects(data), user);
        }
        throw new IllegalArgumentException("no description of a socket");
    }

    private static Handshake handshake(Map<?, ?> told) {
        var url = text(told.get("url"));
        int mark = url.indexOf('?');
        var request = new EngineRequest(
                "GET",
                mark < 0 ? url : url.substring(0, mark),
                mark < 0 ? null : url.substring(mark + 1),
                texts(told.get("query")),
                texts(told.get("headers")),
                text(told.get("address")),
                Boolean.TRUE.equals(told.get("secure")),
                told.get("user") instanceof String name ? new Login(new RemoteUser(name), roles(told), null) : null,
                null,
                instant(text(told.get("issued"))));
        if (told.get("attributes") instanceof Map<?, ?> attributes) {
            request.attributes().putAll(objects(attributes));
        }
        return new Handshake(request, told.get("auth"));
    }

    /** An older release does not tell them. */
    private static Set<String> roles(Map<?, ?> told) {
        return told.get("roles") instanceof List<?> names ? names(names) : Set.of();
    }

    private static Instant instant(String told) {
        try {
            return Instant.parse(told);
        } catch (DateTimeParseException none) {
            throw new IllegalArgumentException("no time of a handshake", none);
        }
    }

    private static String text(@Nullable Object told) {
        return told instanceof String text ? text : "";
    }

    static Set<String> names(List<?> told) {
        var names = new HashSet<String>();
        told.forEach(name -> names.add(text(name)));
        return names;
    }

    private static Map<String, String> texts(@Nullable Object told) {
        var texts = new HashMap<String, String>();
        if (told instanceof Map<?, ?> map) {
            map.forEach((name, value) -> texts.put(text(name), text(value)));
        }
        return texts;
    }

    /** Without what is null, which data and attributes cannot be. */
    static Map<String, Object> objects(Map<?, ?> told) {
        var objects = new HashMap<String, Object>();
        told.forEach((name, value) -> {
            if (value != null) {
                objects.put(text(name), value);
            }
        });
        return objects;
    }

    /** Only the name crosses the nodes. */
    private record RemoteUser(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }
}
