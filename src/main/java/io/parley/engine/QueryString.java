package io.parley.engine;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a raw query. By hand, since {@code getParameter} would eat the body of a POST; of a repeated key the last value
 * counts, and what cannot be decoded stays as it is.
 */
public final class QueryString {
    private QueryString() {}

    /**
     * {@return the decoded keys and values of a query; empty if there are none}
     *
     * @param raw what stands behind the question mark; null if there is none
     */
    public static Map<String, String> parse(@Nullable String raw) {
        if (raw == null || raw.isEmpty()) {
            return Map.of();
        }
        var values = new HashMap<String, String>();
        int start = 0;
        while (start <= raw.length()) {
            int end = raw.indexOf('&', start);
            if (end < 0) {
                end = raw.length();
            }
            if (end > start) {
                int equals = raw.indexOf('=', start);
                boolean bare = equals < 0 || equals > end;
                var key = usual(decode(raw.substring(start, bare ? end : equals)));
                values.put(key, bare ? "" : usual(decode(raw.substring(equals + 1, end))));
            }
            start = end + 1;
        }
        return values;
    }

    /** One string for all requests, since each session keeps its query. */
    private static String usual(String text) {
        return switch (text) {
            case "EIO" -> "EIO";
            case "3" -> "3";
            case "4" -> "4";
            case "transport" -> "transport";
            case "polling" -> "polling";
            case "websocket" -> "websocket";
            case "sid" -> "sid";
            case "t" -> "t";
            default -> text;
        };
    }

    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
