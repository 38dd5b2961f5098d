package io.parley;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an event is sent. Immutable.
 *
 * @param lossy dropped for who cannot take it at once
 * @param compress whether it may be compressed on its way
 * @param local only to sockets of this node
 * @param timeout how long answers may take; null: as the options say
 */
record Delivery(
        boolean lossy,
        boolean compress,
        boolean local,
        @Nullable Duration timeout) {
    static final Delivery DEFAULT = new Delivery(false, true, false, null);

    Delivery toLossy() {
        return new Delivery(true, compress, local, timeout);
    }

    Delivery toCompress(boolean wanted) {
        return new Delivery(lossy, wanted, local, timeout);
    }

    Delivery toLocal() {
        return new Delivery(lossy, compress, true, timeout);
    }

    /** Throws an {@link IllegalArgumentException} if it is not positive. */
    Delivery toTimeout(Duration longest) {
        if (longest.isNegative() || longest.isZero()) {
            throw new IllegalArgumentException("a timeout must be positive, but is " + longest);
        }
        return new Delivery(lossy, compress, local, longest);
    }
}
