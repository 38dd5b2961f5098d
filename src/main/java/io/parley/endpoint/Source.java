package io.parley.endpoint;

import io.parley.Event;
import io.parley.Socket;
import org.jspecify.annotations.Nullable;

/** Where the value of a parameter comes from. */
@FunctionalInterface
interface Source {
    /**
     * The value for one call.
     *
     * @param event null: it is called for none
     * @param other a Throwable for {@link OnError}, a {@link Departure} for {@link OnDisconnect}, else null
     * @throws io.parley.InvalidArgumentException if it is an argument that does not fit
     */
    @Nullable
    Object value(Socket socket, @Nullable Event event, @Nullable Object other);
}
