package io.parley.endpoint;

import io.parley.Socket;
import java.lang.reflect.InvocationTargetException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** One instance of each class, by its constructor without parameters. Immutable. */
final class PlainInstances implements EndpointInstances {
    private static final Surroundings NOTHING = () -> {};

    private final Map<Class<?>, Object> instances = new HashMap<>();

    /** @throws EndpointException if one cannot be made */
    PlainInstances(Collection<? extends Class<?>> types) {
        types.forEach(type -> instances.put(type, make(type)));
    }

    private static Object make(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (InvocationTargetException thrown) {
            throw new EndpointException(type.getName() + " cannot be made: " + thrown.getCause(), thrown.getCause());
        } catch (ReflectiveOperationException unusable) {
            throw new EndpointException(
                    type.getName() + " needs a public constructor without parameters, since it is no bean of CDI",
                    unusable);
        }
    }

    @Override
    public Object get(Class<?> type) {
        var instance = instances.get(type);
        if (instance == null) {
            throw new IllegalArgumentException(type.getName() + " is none of these endpoints");
        }
        return instance;
    }

    @Override
    public Surroundings enter(Socket socket) {
        return NOTHING;
    }
}
