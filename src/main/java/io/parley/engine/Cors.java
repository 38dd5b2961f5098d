package io.parley.engine;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which pages of other origins a browser lets read our answers. Immutable: each method that changes something returns new
 * rules. Socket.IO: {@code cors}.
 *
 * <pre>{@code
 * Cors.origins("https://app.example", "https://admin.example").credentials(true).maxAge(Duration.ofHours(1))
 * }</pre>
 *
 * It is no access control: of a request from elsewhere a browser only keeps the answer from the page; and it does nothing
 * for WebSockets. Who may talk to the server at all is the matter of {@link AllowedOrigins}: the origins that are named
 * here, by a list, a test or as the fixed one, may. {@link #anyOrigin} and {@link #reflectOrigin} name none, so that they
 * are of use with {@link AllowedOrigins#any} only.
 */
public final class Cors {
    private final Origins origins;
    private final boolean credentials;
    private final String exposedHeaders;
    private final Preflight preflight;

    private Cors(Origins origins, boolean credentials, String exposedHeaders, Preflight preflight) {
        this.origins = origins;
        this.credentials = credentials;
        this.exposedHeaders = exposedHeaders;
        this.preflight = preflight;
    }

    private static Cors of(UnaryOperator<String> allowed, boolean varies, boolean names) {
        return new Cors(new Origins(allowed, varies, names), false, "", Preflight.DEFAULT);
    }

    /** {@return rules for every origin, without credentials} Socket.IO: {@code origin: "*"}. */
    public static Cors anyOrigin() {
        return of(origin -> "*", false, false);
    }

    /**
     * {@return rules for every origin, told as the browser named it, so that credentials are possible} Socket.IO:
     * {@code origin: true}.
     */
    public static Cors reflectOrigin() {
        return of(origin -> origin, true, false);
    }

    /**
     * {@return rules for these origins} Socket.IO: {@code origin: [...]}.
     *
     * @param origins written as browsers do: scheme, host, and the port if it is not the usual one
     */
    public static Cors origins(String... origins) {
        return origins(Set.copyOf(List.of(origins))::contains);
    }

    /**
     * {@return rules for the origins that pass a test} Socket.IO: an {@code origin} that is a pattern or a function.
     *
     * @param test runs on the container's thread for each request with an origin, and must return quickly
     */
    public static Cors origins(Predicate<String> test) {
        return of(origin -> !origin.isEmpty() && test.test(origin) ? origin : "", true, true);
    }

    /**
     * {@return rules for one origin, told to every browser, whatever its own} Socket.IO: {@code origin: "..."}.
     *
     * @param origin written as browsers do
     */
    public static Cors fixedOrigin(String origin) {
        return of(ignored -> origin, true, true);
    }

    /**
     * {@return these rules, with browsers sending cookies and logins along or not} Socket.IO: the same name.
     *
     * @param wanted default: false
     * @throws IllegalArgumentException if wanted for {@link #anyOrigin}: browsers refuse that
     */
    public Cors credentials(boolean wanted) {
        if (wanted && !origins.vary) {
            throw new IllegalArgumentException("credentials are not for any origin: name the origins, or reflect them");
        }
        return new Cors(origins, wanted, exposedHeaders, preflight);
    }

    /**
     * {@return these rules, with other methods that pages may use} Socket.IO: the same name.
     *
     * @param names in capitals; default: GET, HEAD, PUT, PATCH, POST, DELETE
     * @throws IllegalArgumentException if one is no token of HTTP
     */
    public Cors methods(String... names) {
        return with(new Preflight(tokens(names), preflight.allowedHeaders, preflight.maxAge, preflight.status));
    }

    /**
     * {@return these rules, with only some headers that pages may send} Socket.IO: the same name.
     *
     * @param names default: all that the browser asks for
     * @throws IllegalArgumentException if one is no token of HTTP
     */
    public Cors allowedHeaders(String... names) {
        return with(new Preflight(preflight.methods, Optional.of(tokens(names)), preflight.maxAge, preflight.status));
    }

    /**
     * {@return these rules, with headers that pages may read, beside the common ones} Socket.IO: the same name.
     *
     * @param names default: none
     * @throws IllegalArgumentException if one is no token of HTTP
     */
    public Cors exposedHeaders(String... names) {
        return new Cors(origins, credentials, tokens(names), preflight);
    }

    /**
     * {@return these rules, with a time for which a browser may keep the answer to a preflight} Socket.IO: the same
     * name.
     *
     * @param time counted in whole seconds; default: what the browser likes
     * @throws IllegalArgumentException if it is negative
     */
    public Cors maxAge(Duration time) {
        var maxAge = Optional.of(ResponseHeaders.maxAge(time));
        return with(new Preflight(preflight.methods, preflight.allowedHeaders, maxAge, preflight.status));
    }

    /**
     * {@return these rules, with another status of the answer to a preflight} Socket.IO: {@code optionsSuccessStatus}.
     *
     * @param status of HTTP, from 200 to 299, which browsers demand; default: 204
     * @throws IllegalArgumentException if it is another
     */
    public Cors preflightStatus(int status) {
        if (status < 200 || status > 299) {
            throw new IllegalArgumentException("preflightStatus must be from 200 to 299, but is " + status);
        }
        return with(new Preflight(preflight.methods, preflight.allowedHeaders, preflight.maxAge, status));
    }

    /** {@return the status of the answer to a preflight} */
    public int preflightStatus() {
        return preflight.status;
    }

    /**
     * {@return whether these rules name an origin: it is in the list, passes the test, or is the fixed one}
     *
     * @param origin what a request has as {@code Origin}; empty: no
     */
    public boolean names(String origin) {
        return origins.names && !origin.isEmpty() && origin.equals(origins.allowed.apply(origin));
    }

    /**
     * Sets the headers of the answer to a preflight, the request with which browsers ask for permission (method
     * OPTIONS).
     *
     * @param origin what the request has as {@code Origin}, or null
     * @param requestedHeaders what it has as {@code Access-Control-Request-Headers}, or null
     * @param headers of the answer; nothing but {@code Vary} is added if the origin may not read it
     */
    public void preflight(@Nullable String origin, @Nullable String requestedHeaders, ResponseHeaders headers) {
        boolean reflectsHeaders = preflight.allowedHeaders.isEmpty();
        if (origins.vary || reflectsHeaders) {
            headers.add(
                    "Vary",
                    !origins.vary
                            ? "Access-Control-Request-Headers"
                            : reflectsHeaders ? "Origin, Access-Control-Request-Headers" : "Origin");
        }
        if (allow(origin, headers)) {
            headers.set("Access-Control-Allow-Methods", preflight.methods);
            set(headers, "Access-Control-Allow-Headers", preflight.allowedHeaders.orElse(orNone(requestedHeaders)));
            preflight.maxAge.ifPresent(seconds -> headers.set("Access-Control-Max-Age", Long.toString(seconds)));
        }
    }

    /**
     * Sets the headers of any other answer, errors included.
     *
     * @param origin what the request has as {@code Origin}, or null
     * @param headers of the answer; nothing but {@code Vary} is added if the origin may not read it
     */
    public void answer(@Nullable String origin, ResponseHeaders headers) {
        if (origins.vary) {
            headers.add("Vary", "Origin");
        }
        allow(origin, headers);
    }

    private boolean allow(@Nullable String origin, ResponseHeaders headers) {
        if (!set(headers, "Access-Control-Allow-Origin", origins.allowed.apply(orNone(origin)))) {
            return false;
        }
        if (credentials) {
            headers.set("Access-Control-Allow-Credentials", "true");
        }
        set(headers, "Access-Control-Expose-Headers", exposedHeaders);
        return true;
    }

    /** Sets a header unless its value is empty, or comes from the peer and is not legal. */
    private static boolean set(ResponseHeaders headers, String name, String value) {
        boolean legal = !value.isEmpty() && ResponseHeaders.isLegalValue(value);
        if (legal) {
            headers.set(name, value);
        }
        return legal;
    }

    private static String tokens(String... names) {
        for (var name : names) {
            if (!ResponseHeaders.isToken(name)) {
                throw new IllegalArgumentException("\"" + name + "\" is no token of HTTP");
            }
        }
        return String.join(",", names);
    }

    private static String orNone(@Nullable String value) {
        return value == null ? "" : value;
    }

    private Cors with(Preflight changed) {
        return new Cors(origins, credentials, exposedHeaders, changed);
    }

    /**
     * Who may read.
     *
     * @param allowed the allowed origin for that of a request; "" stands for none in both
     * @param vary whether the answer depends on the origin of the request, which caches must know
     * @param names whether somebody has chosen those that are allowed
     */
    private record Origins(UnaryOperator<String> allowed, boolean vary, boolean names) {}

    /** What only the answer to a preflight tells. */
    private record Preflight(String methods, Optional<String> allowedHeaders, Optional<Long> maxAge, int status) {
        static final Preflight DEFAULT =
                new Preflight("GET,HEAD,PUT,PATCH,POST,DELETE", Optional.empty(), Optional.empty(), 204);
    }
}
