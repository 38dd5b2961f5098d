package io.parley.cdi;

import jakarta.enterprise.context.spi.Contextual;
import jakarta.enterprise.context.spi.CreationalContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instances of one socket, one of each bean at most. Confined to the serial of the socket. */
final class ConnectionInstances {
    private final Map<Contextual<?>, Held<?>> held = new LinkedHashMap<>();

    <T> T get(Contextual<T> bean, CreationalContext<T> creation) {
        var existing = get(bean);
        if (existing != null) {
            return existing;
        }
        var created = bean.create(creation); // may ask for others of these
        held.put(bean, new Held<>(bean, created, creation));
        return created;
    }

    @SuppressWarnings("unchecked") // put there with its bean
    <T> @Nullable T get(Contextual<T> bean) {
        var existing = (Held<T>) held.get(bean);
        return existing == null ? null : existing.instance;
    }

    void destroy(Contextual<?> bean) {
        var existing = held.remove(bean);
        if (existing != null) {
            existing.destroy();
        }
    }

    void destroy() {
        List.copyOf(held.keySet()).forEach(this::destroy);
    }

    private record Held<T>(Contextual<T> bean, T instance, CreationalContext<T> creation) {
        void destroy() {
            bean.destroy(instance, creation);
        }
    }
}
