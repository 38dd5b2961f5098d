package io.parley.engine;

import io.parley.kernel.Lazily;
import java.security.Principal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What the application sees of an HTTP request, long after it has been answered: a copy. Immutable but for its attributes;
 * thread-safe.
 */
public final class EngineRequest {
    private static final AtomicReferenceFieldUpdater<EngineRequest, @Nullable Notes> NOTES =
            AtomicReferenceFieldUpdater.newUpdater(EngineRequest.class, Notes.class, "notes");

    private final String method;
    private final String path;
    private final @Nullable String rawQuery;
    private final Map<String, String> query;
    private final Map<String, String> headers;
    private final String address;
    private final boolean secure;
    private final @Nullable Login login;
    private final @Nullable String httpSession;
    private final Instant issued;

    @SuppressWarnings("UnusedVariable") // by NOTES only
    private volatile @Nullable Notes notes;

    /**
     * Keeps copies of query and headers.
     *
     * @param method in capitals
     * @param path as requested
     * @param rawQuery as requested, what stands behind the question mark; null: there is none
     * @param query the same decoded, without nulls
     * @param headers names in lower case, without nulls
     * @param address the peer's IP address
     * @param secure whether it came over TLS
     * @param login null: nobody has logged in
     * @param httpSession null: it came with none
     * @param issued when it came
     */
    public EngineRequest(
            String method,
            String path,
            @Nullable String rawQuery,
            Map<String, String> query,
            Map<String, String> headers,
            String address,
            boolean secure,
            @Nullable Login login,
            @Nullable String httpSession,
            Instant issued) {
        this.method = method;
        this.path = path;
        this.rawQuery = rawQuery;
        this.query = Map.copyOf(query);
        this.headers = Map.copyOf(headers);
        this.address = address;
        this.secure = secure;
        this.login = login;
        this.httpSession = httpSession;
        this.issued = issued;
    }

    /** {@return the method in capitals; {@code CONNECT} is a WebSocket over HTTP/2} */
    public String method() {
        return method;
    }

    /** {@return path and query as requested} */
    public String url() {
        return rawQuery == null ? path : path + "?" + rawQuery;
    }

    /** {@return the query, decoded; of a repeated key the last value} */
    public Map<String, String> query() {
        return query;
    }

    /** {@return the headers, names in lower case; several values of one name joined by ", "} */
    public Map<String, String> headers() {
        return headers;
    }

    /**
     * {@return the value of a header; empty if there is none}
     *
     * @param name in any case
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /** {@return the peer's IP address as the container sees it} */
    public String address() {
        return address;
    }

    /** {@return whether it came over TLS} */
    public boolean secure() {
        return secure;
    }

    /** {@return who the container says it is, or null} */
    public @Nullable Principal user() {
        return login == null ? null : login.user();
    }

    /**
     * {@return the roles that the user has, of those that the options declare} Asked for when a session is opened; a later
     * request of it has none.
     */
    public Set<String> roles() {
        return login == null ? Set.of() : login.roles();
    }

    /** {@return when the login is over, by the wall clock; empty: the container does not say} */
    public Optional<Instant> expires() {
        return login == null ? Optional.empty() : Optional.ofNullable(login.expires());
    }

    /** {@return the id of the HTTP session that it belongs to, a secret; null: none} */
    public @Nullable String httpSession() {
        return httpSession;
    }

    /** {@return when it came, by the wall clock} */
    public Instant issued() {
        return issued;
    }

    /** {@return what the application's own code wants to remember of it; starts empty} */
    public ConcurrentMap<String, Object> attributes() {
        return Lazily.made(this, NOTES, () -> new Notes(new ConcurrentHashMap<>())).attributes;
    }

    /** {@return whether it wants to open a session, and does not belong to one} */
    public boolean isHandshake() {
        return !query.containsKey("sid");
    }

    /** {@return who the container says it is; empty: nobody has logged in} */
    public Optional<Principal> principal() {
        return Optional.ofNullable(user());
    }

    private record Notes(ConcurrentMap<String, Object> attributes) {}
}
