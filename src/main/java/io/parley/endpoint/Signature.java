package io.parley.endpoint;

import static java.util.Objects.requireNonNull;

import io.parley.Ack;
import io.parley.DisconnectReason;
import io.parley.Event;
import io.parley.Handshake;
import io.parley.Namespace;
import io.parley.Socket;
import io.parley.SocketIoServer;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a method: where each has its value from. Made when the application starts; what does not fit is an
 * {@link EndpointException}.
 */
final class Signature {
    /** What there is for methods of all kinds. */
    private static final Map<Class<?>, Source> EVERYWHERE = Map.of(
            Socket.class,
            (socket, event, other) -> socket,
            Namespace.class,
            (socket, event, other) -> socket.namespace(),
            SocketIoServer.class,
            (socket, event, other) -> socket.namespace().server(),
            Handshake.class,
            (socket, event, other) -> socket.handshake(),
            Principal.class,
            (socket, event, other) -> socket.handshake().principal().orElse(null));

    /** What is known, but not for methods of all kinds, and so no argument either. */
    private static final Set<Class<?>> ELSEWHERE = Set.of(Event.class, Ack.class, DisconnectReason.class);

    private final Method method;
    private final Kind kind;
    private final List<Source> sources = new ArrayList<>();
    private final List<Parameter> arguments = new ArrayList<>();
    private boolean takesEvent;
    private boolean takesAck;
    private @Nullable Class<?> failure;

    Signature(Method method, Kind kind) {
        this.method = method;
        this.kind = kind;
        for (var parameter : method.getParameters()) {
            sources.add(source(parameter));
        }
    }

    Source[] sources() {
        return sources.toArray(Source[]::new);
    }

    /** The parameters that are arguments of the event. */
    List<Parameter> arguments() {
        return List.copyOf(arguments);
    }

    /** Which argument of the event a parameter is, from 0; -1: none. */
    int argumentIndex(int parameter) {
        return arguments.indexOf(method.getParameters()[parameter]);
    }

    boolean takesEvent() {
        return takesEvent;
    }

    boolean takesAck() {
        return takesAck;
    }

    /** The type of the failures that an {@link OnError} is for. */
    Class<?> failure() {
        return failure == null ? Throwable.class : failure;
    }

    private Source source(Parameter parameter) {
        var type = parameter.getType();
        var known = EVERYWHERE.get(type);
        if (known != null) {
            return known;
        }
        if (type == Optional.class && inside(parameter.getParameterizedType()) == Principal.class) {
            return (socket, event, other) -> socket.handshake().principal();
        }
        var source =
                switch (kind) {
                    case CONNECT -> null;
                    case USE, ANY -> type == Event.class ? event() : null;
                    case EVENT -> ofEvent(parameter);
                    case DISCONNECT -> ofDisconnection(type);
                    case ERROR -> Throwable.class.isAssignableFrom(type) ? failure(type) : null;
                };
        if (source == null) {
            throw EndpointException.of(
                    method, "has a parameter that is unknown to " + kind + ": " + type.getTypeName());
        }
        return source;
    }

    private Source event() {
        takesEvent = true;
        return (socket, event, other) -> event;
    }

    private Source ofEvent(Parameter parameter) {
        if (parameter.getType() == Event.class) {
            return event();
        }
        if (parameter.getType() == Ack.class) {
            takesAck = true;
            return (socket, event, other) -> requireNonNull(event).answer();
        }
        return argument(parameter);
    }

    private static @Nullable Source ofDisconnection(Class<?> type) {
        if (type == DisconnectReason.class) {
            return (socket, event, other) -> ((Departure) requireNonNull(other)).reason();
        }
        return type == String.class ? (socket, event, other) -> ((Departure) requireNonNull(other)).details() : null;
    }

    private Source failure(Class<?> type) {
        if (failure != null) {
            throw EndpointException.of(method, "takes two failures");
        }
        failure = type;
        return (socket, event, other) -> other;
    }

    private Source argument(Parameter parameter) {
        int index = arguments.size();
        arguments.add(parameter);
        var type = parameter.getParameterizedType();
        if (parameter.getType() == Optional.class) {
            var inside = inside(type);
            requireReadable(inside);
            return (socket, event, other) ->
                    Optional.ofNullable(requireNonNull(event).get(index, inside));
        }
        requireReadable(type);
        if (parameter.getType() == type || isOfAnything(type)) {
            var plain = parameter.getType();
            return (socket, event, other) -> requireNonNull(event).get(index, plain);
        }
        return (socket, event, other) -> requireNonNull(event).get(index, type);
    }

    /** What an Optional is of. */
    private static Type inside(Type optional) {
        return optional instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
    }

    /** Lists and maps of whatever there is need no JSON-B. */
    private static boolean isOfAnything(Type type) {
        if (!(type instanceof ParameterizedType generic)) {
            return false;
        }
        var inside = generic.getActualTypeArguments();
        return (generic.getRawType() == List.class && isAnything(inside[0]))
                || (generic.getRawType() == Map.class && inside[0] == String.class && isAnything(inside[1]));
    }

    private static boolean isAnything(Type type) {
        return type == Object.class
                || (type instanceof WildcardType wild
                        && wild.getUpperBounds()[0] == Object.class
                        && wild.getLowerBounds().length == 0);
    }

    /** Refuses what no argument can become. */
    private void requireReadable(Type type) {
        if (type instanceof TypeVariable<?>) {
            throw EndpointException.of(method, "has an argument whose type is not known: " + type.getTypeName());
        }
        if (type instanceof ParameterizedType generic) {
            requireReadable(generic.getRawType());
            for (var inside : generic.getActualTypeArguments()) {
                requireReadable(inside);
            }
        } else if (type instanceof Class<?> plain) {
            requireReadable(plain);
        }
    }

    private void requireReadable(Class<?> type) {
        if (type.isArray()) {
            requireReadable(type.getComponentType());
        } else if (EVERYWHERE.containsKey(type)
                || ELSEWHERE.contains(type)
                || Throwable.class.isAssignableFrom(type)
                || type.getName().startsWith("jakarta.")
                || type.getName().startsWith("javax.")
                || type.getName().startsWith("java.util.concurrent.")) {
            throw EndpointException.of(method, "has a parameter that is unknown to " + kind + ": " + type.getName());
        } else if (!Modifier.isPublic(type.getModifiers()) && !type.isEnum()) {
            throw EndpointException.of(method, "has an argument whose type is not public: " + type.getName());
        } else if (cannotBeMade(type)) {
            throw EndpointException.of(method, "has an argument whose type is abstract: " + type.getName());
        }
    }

    /** JSON-B makes an abstract type only if an annotation of the type says how. */
    private static boolean cannotBeMade(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers())
                && !type.isPrimitive()
                && !type.isEnum()
                && !type.getName().startsWith("java.")
                && type.getAnnotations().length == 0;
    }
}
