package io.parley.endpoint;

import io.parley.Socket;
import java.util.Collection;

/** Where the instances of endpoints come from, and what surrounds the calls of their methods. Thread-safe. */
public interface EndpointInstances {
    /**
     * {@return one instance of each class, made at once by its public constructor without parameters}
     *
     * @param types classes of endpoints
     * @throws EndpointException if one cannot be made
     */
    static EndpointInstances plain(Collection<? extends Class<?>> types) {
        return new PlainInstances(types);
    }

    /**
     * {@return the instance of an endpoint} Asked for with the first call of a method of the class on a server, and once
     * more or less; kept from then on.
     *
     * @param type the class
     */
    Object get(Class<?> type);

    /**
     * Called before each call of one or more methods.
     *
     * @param socket the client that it is about
     * @return called after it, on the same thread
     */
    Surroundings enter(Socket socket);

    /** What surrounds a call, until it is closed. */
    @FunctionalInterface
    interface Surroundings extends AutoCloseable {
        @Override
        void close();
    }
}
