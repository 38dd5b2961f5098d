package io.parley.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Headers that an answer gets beside those it has. Confined to the container's thread of the request. */
public final class ResponseHeaders {
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    private final List<Header> headers = new ArrayList<>(4);

    /** No headers yet. */
    public ResponseHeaders() {}

    /**
     * Sets a header in place of all of that name.
     *
     * @param name of letters, digits and what else HTTP allows in a token
     * @param value {@linkplain #isLegalValue legal}
     * @return this
     * @throws IllegalArgumentException if name or value have characters that HTTP does not allow there
     */
    public ResponseHeaders set(String name, String value) {
        return put(name, value, true);
    }

    /**
     * Adds a header beside others of that name.
     *
     * @param name as for {@link #set}
     * @param value as for {@link #set}
     * @return this
     * @throws IllegalArgumentException as for {@link #set}
     */
    public ResponseHeaders add(String name, String value) {
        return put(name, value, false);
    }

    /** {@return what was set and added, in order; a copy} */
    public List<Header> toList() {
        return List.copyOf(headers);
    }

    private ResponseHeaders put(String name, String value, boolean replaces) {
        if (!isToken(name) || !isLegalValue(value)) {
            throw new IllegalArgumentException("no legal header: " + name);
        }
        headers.add(new Header(name, value, replaces));
        return this;
    }

    /**
     * {@return whether HTTP allows all the characters in the value of a header: tabs, and Latin-1 but for controls}
     *
     * @param value any text
     */
    public static boolean isLegalValue(String value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f && c <= 0xff));
    }

    /** Whether HTTP allows it as the name of a header, a method or a cookie; RFC 9110, section 5.6.2. */
    static boolean isToken(String name) {
        return TOKEN.matcher(name).matches();
    }

    /** The whole seconds of a maxAge, which must not be negative. */
    static long maxAge(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("maxAge must not be negative, but is " + time);
        }
        return time.toSeconds();
    }

    /**
     * One header.
     *
     * @param name legal in HTTP
     * @param value legal in HTTP
     * @param replaces whether it takes the place of all of its name
     */
    public record Header(String name, String value, boolean replaces) {}
}
