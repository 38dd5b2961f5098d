package io.parley.engine;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which pages may talk to the server, told by the header {@code Origin} that browsers send. Immutable: each method that
 * changes something returns new rules. Socket.IO has nothing like it: there, pages of every site can open a WebSocket with
 * the cookies of their visitors.
 *
 * <pre>{@code
 * AllowedOrigins.sameOrigin().and("https://app.example", "http://intranet:8080")
 * }</pre>
 *
 * Origins are compared as a whole and exactly. A request from elsewhere is refused with code 4 and status 403, whatever it
 * asks for. A request without the header is taken, since browsers send none when a page reads from its own server, and
 * programs that are no browsers never do; but not if the browser says by {@code Sec-Fetch-Site} that it comes from
 * elsewhere.
 */
public final class AllowedOrigins {
    private static final Pattern ORIGIN =
            Pattern.compile("([a-z][a-z0-9+.-]*)://([a-z0-9._-]+|\\[[0-9a-f:.]+])(:[1-9][0-9]{0,4})?");

    private final boolean any;
    private final boolean same;
    private final boolean requiredForCredentials;
    private final Set<String> listed;

    private AllowedOrigins(boolean any, boolean same, boolean requiredForCredentials, Set<String> listed) {
        this.any = any;
        this.same = same;
        this.requiredForCredentials = requiredForCredentials;
        this.listed = Set.copyOf(listed);
    }

    /**
     * {@return rules for the pages of this server itself: those with the scheme, host and port that the container says
     * the request was made to} Behind a proxy that ends TLS this is what the container has been told of that; else name
     * the origin.
     */
    public static AllowedOrigins sameOrigin() {
        return new AllowedOrigins(false, true, false, Set.of());
    }

    /**
     * {@return rules for these and no others, not even those of this server itself, unless it is named} This also keeps
     * out pages whose name was made to lead here (DNS rebinding), which look like ones of this server.
     *
     * @param origins as for {@link #and}
     * @throws IllegalArgumentException as {@link #and}
     */
    public static AllowedOrigins only(String... origins) {
        return new AllowedOrigins(false, false, false, Set.of()).and(origins);
    }

    /**
     * {@return rules for all pages of the world, and what says that it is none} For servers whose clients have nothing
     * to lose.
     */
    public static AllowedOrigins any() {
        return new AllowedOrigins(true, true, false, Set.of());
    }

    /**
     * {@return these rules, with some origins more}
     *
     * @param origins as browsers send them: scheme and host in lower case, and the port if it is not the usual one
     * @throws IllegalArgumentException if one is not like that; browsers would never send it
     */
    public AllowedOrigins and(String... origins) {
        var all = new HashSet<>(listed);
        Arrays.stream(origins).map(AllowedOrigins::checked).forEach(all::add);
        return new AllowedOrigins(any, same, requiredForCredentials, all);
    }

    /**
     * {@return these rules, strict or not about requests without the header} Browsers send the header with all requests
     * that are refused then; programs with cookies have to be told to. Without effect if {@linkplain #any all} are
     * allowed.
     *
     * @param required true: a request without the header is refused if it comes with a cookie or a login, unless it is
     *     a GET that asks for no WebSocket; default: false
     */
    public AllowedOrigins requiredForCredentials(boolean required) {
        return new AllowedOrigins(any, same, required, listed);
    }

    /** {@return whether all are allowed} */
    public boolean isAny() {
        return any;
    }

    /** {@return whether they are strict, see {@link #requiredForCredentials(boolean)}} */
    public boolean isRequiredForCredentials() {
        return requiredForCredentials;
    }

    /**
     * {@return whether pages of an origin are allowed}
     *
     * @param origin as it came
     * @param own the origin of this server's own pages
     */
    public boolean accepts(String origin, String own) {
        return any || (same && origin.equals(own)) || listed.contains(origin);
    }

    /**
     * {@return an origin as browsers write it}
     *
     * @param scheme in lower case
     * @param host in any case; an IPv6 address with brackets or without
     * @param port left out if it is the usual one of {@code http} or {@code https}
     */
    public static String serialized(String scheme, String host, int port) {
        boolean bare = host.indexOf(':') >= 0 && !host.startsWith("[");
        return scheme
                + "://"
                + (bare ? "[" + host + "]" : host.toLowerCase(Locale.ROOT))
                + (port == usualPort(scheme) ? "" : ":" + port);
    }

    /** Compares what they allow. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof AllowedOrigins rules
                && any == rules.any
                && same == rules.same
                && requiredForCredentials == rules.requiredForCredentials
                && listed.equals(rules.listed);
    }

    @Override
    public int hashCode() {
        return Objects.hash(any, same, requiredForCredentials, listed);
    }

    /** {@return who is allowed, as a setting has it: {@code same-origin,https://app.example}, or {@code *}} */
    @Override
    public String toString() {
        if (any) {
            return "*";
        }
        var named = new TreeSet<>(listed);
        if (same) {
            named.add("same-origin");
        }
        return String.join(",", named);
    }

    private static String checked(String origin) {
        var parts = ORIGIN.matcher(origin);
        if (!parts.matches() || (":" + usualPort(parts.group(1))).equals(parts.group(3))) {
            throw new IllegalArgumentException("an origin is scheme://host or scheme://host:port, in lower case and"
                    + " without the usual port, but not " + origin);
        }
        return origin;
    }

    private static int usualPort(String scheme) {
        return switch (scheme) {
            case "http" -> 80;
            case "https" -> 443;
            default -> -1;
        };
    }
}
