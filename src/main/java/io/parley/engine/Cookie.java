package io.parley.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A cookie with the id of the session, by which a load balancer can keep a polling client on its node. The server never
 * reads it. Immutable: each method that changes something returns a new cookie. Socket.IO: {@code cookie}.
 */
public final class Cookie {
    private static final Pattern ATTRIBUTE = Pattern.compile("[\\x20-\\x3a\\x3c-\\x7e]+");

    private final String name;
    private final String path;
    private final boolean httpOnly;
    private final boolean secure;
    private final SameSite sameSite;
    private final Optional<Long> maxAge;

    private Cookie(
            String name, String path, boolean httpOnly, boolean secure, SameSite sameSite, Optional<Long> maxAge) {
        this.name = name;
        this.path = path;
        this.httpOnly = httpOnly;
        this.secure = secure;
        this.sameSite = sameSite;
        this.maxAge = maxAge;
    }

    /**
     * {@return a cookie whose path is {@code /}, that scripts cannot read, that other sites do not send but by links,
     * and that ends with the browser}
     *
     * @param name letters, digits and what else HTTP allows in a token; the reference's is {@code io}
     * @throws IllegalArgumentException if it is no name for a cookie
     */
    public static Cookie named(String name) {
        if (!ResponseHeaders.isToken(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is no name for a cookie");
        }
        return new Cookie(name, "/", true, false, SameSite.LAX, Optional.empty());
    }

    /**
     * {@return this cookie, sent back only below a path}
     *
     * @param where starts with a slash, is of visible ASCII characters and blanks, and has no semicolon
     * @throws IllegalArgumentException if it is not like that
     */
    public Cookie path(String where) {
        if (!where.startsWith("/") || !ATTRIBUTE.matcher(where).matches()) {
            throw new IllegalArgumentException("\"" + where + "\" is no path for a cookie");
        }
        return new Cookie(name, where, httpOnly, secure, sameSite, maxAge);
    }

    /**
     * {@return this cookie, hidden from scripts or not}
     *
     * @param wanted default: true
     */
    public Cookie httpOnly(boolean wanted) {
        return new Cookie(name, path, wanted, secure, sameSite, maxAge);
    }

    /**
     * {@return this cookie, only for TLS or not}
     *
     * @param wanted default: false; set it whenever clients come over TLS
     */
    public Cookie secure(boolean wanted) {
        return new Cookie(name, path, httpOnly, wanted, sameSite, maxAge);
    }

    /**
     * {@return this cookie, sent by other sites or not}
     *
     * @param who default: {@link SameSite#LAX}
     */
    public Cookie sameSite(SameSite who) {
        return new Cookie(name, path, httpOnly, secure, who, maxAge);
    }

    /**
     * {@return this cookie, kept by the browser for a time, even if it is closed}
     *
     * @param time counted in whole seconds; default: none
     * @throws IllegalArgumentException if it is negative
     */
    public Cookie maxAge(Duration time) {
        return new Cookie(name, path, httpOnly, secure, sameSite, Optional.of(ResponseHeaders.maxAge(time)));
    }

    /**
     * {@return the value of the header {@code Set-Cookie}}
     *
     * @param sid the id of the session
     */
    public String header(String sid) {
        return name + "=" + sid
                + maxAge.map(seconds -> "; Max-Age=" + seconds).orElse("")
                + "; Path=" + path
                + (httpOnly ? "; HttpOnly" : "")
                + (secure ? "; Secure" : "")
                + "; SameSite=" + sameSite;
    }

    /** Whether other sites send a cookie; {@link #toString} is the word on the wire. */
    public enum SameSite {
        /** Never. */
        STRICT("Strict"),
        /** Only when the user follows a link. */
        LAX("Lax"),
        /** Always; browsers then demand {@link Cookie#secure}. */
        NONE("None");

        private final String wire;

        SameSite(String wire) {
            this.wire = wire;
        }

        @Override
        public String toString() {
            return wire;
        }
    }
}
