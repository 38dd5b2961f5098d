package io.parley.engine;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A cookie with the id of the session, by which a load balancer can keep a polling client on its node. The server never
 * reads it. Immutable: each method that changes something returns a new cookie. Socket.IO: {@code cookie}.
 */
public final class Cookie {
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
    private static final Pattern ATTRIBUTE = Pattern.compile("[\\x20-\\x3a\\x3c-\\x7e]+");

    private final String name;
    private final String path;
    private final boolean httpOnly;
    private final boolean secure;
    private final SameSite sameSite;
    private final Optional<Duration> maxAge;

    private Cookie(
            String name, String path, boolean httpOnly, boolean secure, SameSite sameSite, Optional<Duration> maxAge) {
        this.name = name;
        this.path = path;
        this.httpOnly = httpOnly;
        this.secure = secure;
        this.sameSite = sameSite;
        this.maxAge = maxAge;
    }

    /**
     * A cookie of that name; its path is {@code /}, scripts cannot read it, other sites do not send it but by links, and
     * it ends with the browser. The reference's is named {@code io}.
     *
     * @throws IllegalArgumentException if it is no name for a cookie
     */
    public static Cookie named(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("\"" + name + "\" is no name for a cookie");
        }
        return new Cookie(name, "/", true, false, SameSite.LAX, Optional.empty());
    }

    /**
     * Sent back only below that path.
     *
     * @throws IllegalArgumentException if it does not start with a slash, or has characters that no cookie may have
     */
    public Cookie path(String where) {
        if (!where.startsWith("/") || !ATTRIBUTE.matcher(where).matches()) {
            throw new IllegalArgumentException("\"" + where + "\" is no path for a cookie");
        }
        return new Cookie(name, where, httpOnly, secure, sameSite, maxAge);
    }

    /** Whether it is hidden from scripts. Default: true. */
    public Cookie httpOnly(boolean wanted) {
        return new Cookie(name, path, wanted, secure, sameSite, maxAge);
    }

    /** Whether it is only for TLS. Default: false; set it whenever clients come over TLS. */
    public Cookie secure(boolean wanted) {
        return new Cookie(name, path, httpOnly, wanted, sameSite, maxAge);
    }

    /** Whether other sites send it. Default: {@link SameSite#LAX}. */
    public Cookie sameSite(SameSite who) {
        return new Cookie(name, path, httpOnly, secure, who, maxAge);
    }

    /** How long the browser keeps it, in whole seconds. Default: until it is closed. */
    public Cookie maxAge(Duration time) {
        return new Cookie(name, path, httpOnly, secure, sameSite, Optional.of(time));
    }

    /** The value of the header {@code Set-Cookie}. */
    public String header(String sid) {
        return name + "=" + sid
                + maxAge.map(time -> "; Max-Age=" + time.toSeconds()).orElse("")
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
