package io.parley.endpoint;

import io.parley.SocketIoServer;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The endpoints of an application, checked; see {@link SocketIoEndpoint}. In a WAR they are found and bound when it is
 * deployed; elsewhere, in a test say, that takes a line:
 *
 * <!-- sample: statements
 * @SocketIoEndpoint("/chat") public static class Chat {} -->
 * <pre>{@code
 * Endpoints.of(Set.of(Chat.class)).bind(io);
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class Endpoints {
    private final List<EndpointModel> models;

    private Endpoints(List<EndpointModel> models) {
        this.models = models;
    }

    /**
     * Looks at classes.
     *
     * @param types those with {@link SocketIoEndpoint}
     * @return the endpoints, not bound to a server yet
     * @throws EndpointException if a class or a method does not fit, or there are two methods for one event of a namespace
     */
    public static Endpoints of(Collection<? extends Class<?>> types) {
        var models = types.stream()
                .sorted(Comparator.comparing(type -> type.getName()))
                .map(EndpointModel::new)
                .toList();
        models.stream()
                .collect(Collectors.groupingBy(EndpointModel::path))
                .values()
                .forEach(Endpoints::requireDistinct);
        return new Endpoints(models);
    }

    private static Endpoints sharing(List<EndpointModel> models) {
        requireDistinct(models);
        return new Endpoints(models);
    }

    /** On one server, no two methods may be for one event. */
    private static void requireDistinct(List<EndpointModel> models) {
        var first = new HashMap<String, EventDescription>();
        for (var event : new Endpoints(models).events()) {
            var earlier = first.putIfAbsent(event.namespace() + " " + event.event(), event);
            if (earlier != null) {
                throw EndpointException.of(
                        event.method(),
                        "is for the same event of " + event.namespace() + " as "
                                + EndpointException.nameOf(earlier.method()) + ": \"" + event.event() + "\"");
            }
        }
    }

    /** {@return whether there are none} */
    public boolean isEmpty() {
        return models.isEmpty();
    }

    /** {@return the classes} */
    public Set<Class<?>> types() {
        return models.stream().map(EndpointModel::type).collect(Collectors.toUnmodifiableSet());
    }

    /** {@return the methods of these classes and those they extend that are called by a server} */
    public List<Method> methods() {
        return models.stream()
                .flatMap(model -> Stream.of(Kind.values()).flatMap(kind -> model.methods(kind).stream()))
                .map(HandlerMethod::method)
                .toList();
    }

    /** {@return the roles that they name, for {@link io.parley.ServerOptions.Builder#roles}} */
    public Set<String> roles() {
        return models.stream()
                .flatMap(model -> Stream.concat(
                        Stream.of(model.access()),
                        model.methods(Kind.EVENT).stream().map(HandlerMethod::access)))
                .flatMap(access -> access.roles().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** {@return the events that they take, in the order of the classes' names} */
    public List<EventDescription> events() {
        return models.stream().flatMap(model -> model.descriptions().stream()).toList();
    }

    /**
     * {@return the endpoints of each server, by its path}
     *
     * @param configured the path of those that name none
     * @throws EndpointException if two have a method for one event of a namespace
     */
    public Map<String, Endpoints> byPath(String configured) {
        return models.stream()
                .collect(Collectors.groupingBy(
                        model -> model.path().isEmpty() ? configured : model.path(),
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), Endpoints::sharing)));
    }

    /**
     * Lets them answer the clients of a server, all of them, whatever their paths are, with an instance of each class made by
     * its constructor without parameters. The server has to {@linkplain io.parley.ServerOptions.Builder#roles ask} for their
     * {@link #roles}; who has one that is not asked for has none.
     *
     * @param io the server, before its first client
     * @throws EndpointException if an instance cannot be made, or the server can have no namespace of such a name
     */
    public void bind(SocketIoServer io) {
        bind(io, EndpointInstances.plain(types()));
    }

    /**
     * The same, with instances of others.
     *
     * @param io the server, before its first client
     * @param instances where they come from
     * @throws EndpointException if the server can have no namespace of such a name
     */
    public void bind(SocketIoServer io, EndpointInstances instances) {
        byNamespace().forEach((namespace, there) -> {
            try {
                new BoundNamespace(there.stream()
                                .map(model -> new BoundEndpoint(model, instances))
                                .toList())
                        .bind(io, namespace);
            } catch (EndpointException wrong) {
                throw wrong;
            } catch (IllegalArgumentException wrong) {
                throw EndpointException.of(there.get(0).type(), "is for " + namespace + ": " + wrong.getMessage());
            }
        });
    }

    /** Names before patterns, so that what has a name of its own is no namespace of a pattern. */
    private Map<String, List<EndpointModel>> byNamespace() {
        var all = new LinkedHashMap<String, List<EndpointModel>>();
        models.stream()
                .sorted(Comparator.comparing((EndpointModel model) -> NamespacePattern.isPattern(model.namespace()))
                        .thenComparing(EndpointModel::namespace))
                .forEach(model -> all.computeIfAbsent(model.namespace(), name -> new ArrayList<>())
                        .add(model));
        return all;
    }
}
