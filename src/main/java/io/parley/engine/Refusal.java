package io.parley.engine;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why and how a request is refused. Immutable.
 *
 * @param error which of the six errors
 * @param status of HTTP, for requests that are no upgrade
 * @param upgradeStatus of HTTP, for upgrades
 * @param message what the peer is told
 * @param context what only the application is told
 */
public record Refusal(EngineError error, int status, int upgradeStatus, String message, Map<String, Object> context) {
    /** The names in contexts that are worth telling apart. */
    private static final Set<String> REASONS = Set.of(
            "AMBIGUOUS_BODY",
            "ANONYMOUS",
            "DRAINING",
            "ID_GENERATION_ERROR",
            "INVALID_ORIGIN",
            "MIDDLEWARE_FAILURE",
            "PROTOCOL_MISMATCH",
            "TOO_MANY_SESSIONS",
            "TRANSPORT_HANDSHAKE_ERROR",
            "TRANSPORT_MISMATCH");

    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    /**
     * Keeps a copy of the context.
     *
     * @param error decides the code
     * @param status 400 to 599
     * @param upgradeStatus 400 to 599
     * @param message need not be that of the error
     * @param context without nulls
     */
    public Refusal {
        context = Map.copyOf(context);
    }

    /**
     * {@return an error, told as the reference tells it}
     *
     * @param error decides code, status and message
     * @param context without nulls
     */
    public static Refusal of(EngineError error, Map<String, ?> context) {
        return new Refusal(error, error.status(), BAD_REQUEST, error.message(), Map.copyOf(context));
    }

    /**
     * {@return a bad request}
     *
     * @param name says for the application what is bad about it
     * @param context more for the application, without nulls
     */
    public static Refusal badRequest(String name, Map<String, ?> context) {
        return of(EngineError.BAD_REQUEST, named(name, context));
    }

    /**
     * {@return a request that must not come from where it says; told so on upgrades, too}
     *
     * @param origin where it says it comes from, for the application
     */
    public static Refusal forbiddenOrigin(String origin) {
        var error = EngineError.FORBIDDEN;
        var context = named("INVALID_ORIGIN", Map.of("origin", origin));
        return new Refusal(error, error.status(), error.status(), error.message(), context);
    }

    /** The application has refused it. */
    static Refusal by(RequestRefusedException cause, EngineError error, Map<String, ?> context) {
        return new Refusal(
                error,
                cause.statusOr(error.status()),
                cause.statusOr(BAD_REQUEST),
                String.valueOf(cause.getMessage()),
                Map.copyOf(context));
    }

    /** The container has logged nobody in. */
    static Refusal anonymous() {
        var error = EngineError.FORBIDDEN;
        return new Refusal(error, error.status(), error.status(), error.message(), named("ANONYMOUS", Map.of()));
    }

    /** {@return a refusal for want of room: there are too many sessions, and later there may be fewer} */
    public static Refusal overloaded() {
        return new Refusal(
                EngineError.FORBIDDEN,
                UNAVAILABLE,
                UNAVAILABLE,
                "Too many sessions",
                named("TOO_MANY_SESSIONS", Map.of()));
    }

    /** {@return for a server that takes nobody any more; another node may, and a later start of this one} */
    public static Refusal draining() {
        return new Refusal(
                EngineError.FORBIDDEN,
                UNAVAILABLE,
                UNAVAILABLE,
                "The server is shutting down",
                named("DRAINING", Map.of()));
    }

    /** {@return whether the peer may try again later} */
    public boolean isTemporary() {
        return status == UNAVAILABLE;
    }

    /** {@return why, in a word or two for operators, of a small set: {@code unknown-sid}, {@code draining}} */
    public String reason() {
        return reason(error, context);
    }

    /** The name, if it is one that we give; else that of the error. */
    static String reason(EngineError error, Map<String, Object> context) {
        var named = context.get("name") instanceof String name && REASONS.contains(name) ? name : error.name();
        return named.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return all that {@link #reason()} may be} */
    public static Set<String> reasons() {
        return Stream.concat(REASONS.stream(), Stream.of(EngineError.values()).map(EngineError::name))
                .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** {@return the body of the answer to a request that is no upgrade} */
    public String json() {
        return "{\"code\":" + error.code() + ",\"message\":" + quoted(message) + "}";
    }

    static Map<String, Object> named(String name, Map<String, ?> context) {
        var all = new HashMap<String, Object>(context);
        all.put("name", name);
        return all;
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder(text.length() + 2).append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f || Character.isSurrogate(c)) {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
