package io.parley.endpoint;

import io.parley.ServerOptions;
import io.parley.packet.ReservedEvents;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A class with {@link SocketIoEndpoint} and its methods, all checked. Immutable. */
final class EndpointModel {
    private static final String SECURITY = "jakarta.annotation.security.";

    private final Class<?> type;
    private final String path;
    private final String namespace;
    private final Access access;
    private final boolean wantsValidation;
    private final Map<Kind, List<HandlerMethod>> methods = new EnumMap<>(Kind.class);
    private final Map<String, HandlerMethod> events = new LinkedHashMap<>();
    private final Map<Class<?>, HandlerMethod> errors = new LinkedHashMap<>();

    /** @throws EndpointException if it is no endpoint as it is written */
    EndpointModel(Class<?> type) {
        this.type = type;
        var annotation = type.getAnnotation(SocketIoEndpoint.class);
        if (annotation == null) {
            throw EndpointException.of(type, "has no @SocketIoEndpoint");
        }
        requireUsable();
        this.path = requirePath(type, annotation.path());
        this.namespace = NamespacePattern.requireName(type, annotation.value());
        this.access = Access.of(type);
        this.wantsValidation = lineage(type)
                .anyMatch(part -> ClassFile.mentions(part, "jakarta.validation.Valid;")
                        || ClassFile.mentions(part, "jakarta.validation.constraints."));
        lineage(type).forEach(this::addMethods);
        methods.computeIfAbsent(Kind.USE, none -> new ArrayList<>())
                .sort(Comparator.comparingInt(
                        use -> use.method().getAnnotation(Use.class).value()));
    }

    private static String requirePath(Class<?> type, String path) {
        if (!path.isEmpty()) {
            try {
                ServerOptions.builder().path(path);
            } catch (IllegalArgumentException wrong) {
                throw EndpointException.of(type, "is of no possible server: " + wrong.getMessage());
            }
        }
        return path;
    }

    private void requireUsable() {
        if (type.isInterface()
                || Modifier.isAbstract(type.getModifiers())
                || !Modifier.isPublic(type.getModifiers())
                || (type.isMemberClass() && !Modifier.isStatic(type.getModifiers()))) {
            throw EndpointException.of(
                    type, "is an endpoint and has to be a public class, not abstract, and static inside of another");
        }
        if (!Access.isThere() && lineage(type).anyMatch(part -> ClassFile.mentions(part, SECURITY))) {
            throw EndpointException.of(
                    type, "has annotations of " + SECURITY + ", which are missing here: nobody would be refused");
        }
    }

    /** The class and those it extends, these first. */
    private static Stream<Class<?>> lineage(Class<?> type) {
        var lineage = new ArrayList<Class<?>>();
        for (var part = type; part != null && part != Object.class; part = part.getSuperclass()) {
            lineage.add(0, part);
        }
        return lineage.stream();
    }

    private void addMethods(Class<?> part) {
        Arrays.stream(part.getDeclaredMethods())
                .filter(method -> !method.isSynthetic())
                .sorted(Comparator.comparing(Method::getName).thenComparing(Method::toString))
                .forEach(this::add);
    }

    private void add(Method method) {
        Kind kind = null;
        for (var candidate : Kind.values()) {
            if (method.isAnnotationPresent(candidate.annotation())) {
                if (kind != null) {
                    throw EndpointException.of(method, "is both " + kind + " and " + candidate);
                }
                kind = candidate;
            }
        }
        if (kind != null && !isOverridden(method)) {
            add(kind, new HandlerMethod(method, kind));
        }
    }

    private void add(Kind kind, HandlerMethod handler) {
        var earlier =
                switch (kind) {
                    case EVENT -> events.putIfAbsent(eventName(handler.method()), handler);
                    case ERROR -> errors.putIfAbsent(handler.signature().failure(), handler);
                    default -> null;
                };
        if (earlier != null) {
            throw EndpointException.of(
                    handler.method(),
                    "is for the same " + (kind == Kind.EVENT ? "event" : "failure") + " as "
                            + EndpointException.nameOf(earlier.method()));
        }
        methods.computeIfAbsent(kind, none -> new ArrayList<>()).add(handler);
    }

    private static String eventName(Method method) {
        var name = method.getAnnotation(OnEvent.class).value();
        if (ReservedEvents.contains(name)) {
            throw EndpointException.of(
                    method, "is for \"" + name + "\", a reserved name; there is @OnConnect, and so on");
        }
        return name;
    }

    /** Whether a class further down has a method in its place: that one counts, with its annotations or without. */
    private boolean isOverridden(Method method) {
        if (Modifier.isPrivate(method.getModifiers())) {
            return false;
        }
        for (var part = type; part != method.getDeclaringClass(); part = part.getSuperclass()) {
            for (var other : part.getDeclaredMethods()) {
                if (other.getName().equals(method.getName())
                        && Arrays.equals(other.getParameterTypes(), method.getParameterTypes())
                        && isVisible(method, part)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isVisible(Method method, Class<?> from) {
        return Modifier.isPublic(method.getModifiers())
                || Modifier.isProtected(method.getModifiers())
                || method.getDeclaringClass().getPackage() == from.getPackage();
    }

    Class<?> type() {
        return type;
    }

    String path() {
        return path;
    }

    String namespace() {
        return namespace;
    }

    /** Who may join. */
    Access access() {
        return access;
    }

    /** Whether there may be arguments that Bean Validation has to check. */
    boolean wantsValidation() {
        return wantsValidation;
    }

    /** Those of superclasses first; middlewares by their numbers. */
    List<HandlerMethod> methods(Kind kind) {
        return methods.getOrDefault(kind, List.of());
    }

    Map<String, HandlerMethod> events() {
        return events;
    }

    /** The method for a failure, that of the nearest type; null if there is none. */
    @Nullable
    HandlerMethod error(Throwable failure) {
        for (Class<?> part = failure.getClass(); part != Object.class; part = part.getSuperclass()) {
            var handler = errors.get(part);
            if (handler != null) {
                return handler;
            }
        }
        return null;
    }

    List<EventDescription> descriptions() {
        return events.entrySet().stream()
                .map(event -> new EventDescription(
                        path,
                        namespace,
                        event.getKey(),
                        event.getValue().signature().arguments(),
                        event.getValue().answer(),
                        event.getValue().method()))
                .toList();
    }
}
