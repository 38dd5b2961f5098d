package io.parley.transport;

import io.parley.kernel.Bytes;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * What is answered.
 *
 * @param contentType empty: none
 * @param compress whether the body is compressed for clients that accept it
 * @param coding how it has been compressed, or null
 */
record Answer(
        int status,
        String contentType,
        Bytes body,
        boolean compress,
        @Nullable ContentCoding coding) {
    static final Answer OK = of(HttpServletResponse.SC_OK, "text/html", "ok");

    static Answer of(int status, String contentType, String body) {
        return new Answer(status, contentType, Bytes.owned(body.getBytes(StandardCharsets.UTF_8)), false);
    }

    static Answer empty(int status) {
        return new Answer(status, "", Bytes.empty(), false);
    }

    Answer(int status, String contentType, Bytes body, boolean compress) {
        this(status, contentType, body, compress, null);
    }

    /** The same in a coding that the client accepts, if there is one. */
    Answer compressed(@Nullable String acceptedCodings) {
        return ContentCoding.acceptedIn(acceptedCodings)
                .map(chosen -> new Answer(status, contentType, chosen.compress(body), false, chosen))
                .orElse(this);
    }
}
