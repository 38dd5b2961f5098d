package io.parley.transport;

import io.parley.engine.EngineRequest;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What a request at the door says of the session that it wants, as far as its owner has to check it. Immutable.
 *
 * @param protocol what stands behind {@code EIO}
 * @param textOnly whether the client said {@code b64}: it takes no binary frames
 * @param visitor who it is from, as far as the container of the door knows
 */
record Claim(String sid, String transport, String protocol, boolean textOnly, Visitor visitor) {
    static Claim of(Incoming request) {
        return new Claim(
                request.parameter("sid"),
                request.parameter("transport"),
                request.parameter("EIO"),
                request.isTextOnly(),
                request.visitor());
    }

    /** The request as its owner checks it. */
    Incoming incoming(boolean upgrade) {
        Supplier<EngineRequest> elsewhere = () -> {
            throw new IllegalStateException("a request at another node opens no session here");
        };
        return new Incoming(
                "GET", Map.of("sid", sid, "transport", transport, "EIO", protocol), null, upgrade, visitor, elsewhere);
    }
}
