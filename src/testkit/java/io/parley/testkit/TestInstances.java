package io.parley.testkit;

import io.parley.Socket;
import io.parley.endpoint.EndpointInstances;
import io.parley.endpoint.SocketIoEndpoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The instances of the test's own, and one that is made of each other class. */
final class TestInstances implements EndpointInstances {
    private final Map<Class<?>, Object> given;
    private final EndpointInstances made;

    TestInstances(Collection<? extends Class<?>> types, Map<Class<?>, Object> given) {
        this.given = new LinkedHashMap<>(given);
        var others = new ArrayList<Class<?>>(types);
        others.removeAll(given.keySet());
        this.made = EndpointInstances.plain(others);
    }

    /** The class of an endpoint that an object is of, which may be a mock; empty: it is of none. */
    static Optional<Class<?>> endpointOf(Object instance) {
        for (Class<?> type = instance.getClass(); type != null; type = type.getSuperclass()) {
            if (type.isAnnotationPresent(SocketIoEndpoint.class)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    @Override
    public Object get(Class<?> type) {
        var own = given.get(type);
        return own == null ? made.get(type) : own;
    }

    @Override
    public Surroundings enter(Socket socket) {
        return () -> {};
    }
}
