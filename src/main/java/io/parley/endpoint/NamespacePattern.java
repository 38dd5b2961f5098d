package io.parley.endpoint;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The name of a namespace in an annotation, with asterisks for parts. */
final class NamespacePattern {
    private static final Pattern NAME = Pattern.compile("/[^,?#\\p{Cntrl}]*");

    private NamespacePattern() {}

    /** @throws EndpointException if it is none */
    static String requireName(Class<?> type, String name) {
        boolean partial = Arrays.stream(name.split("/", -1)).anyMatch(part -> part.contains("*") && !part.equals("*"));
        if (!NAME.matcher(name).matches() || partial) {
            throw EndpointException.of(
                    type,
                    "is for \"" + name + "\", which is no namespace: it has to begin with a slash, without comma, ? or"
                            + " #; an asterisk is a whole part");
        }
        return name;
    }

    static boolean isPattern(String name) {
        return name.contains("*");
    }

    /** What matches the names that the pattern stands for. */
    static Pattern compile(String name) {
        return Pattern.compile(Arrays.stream(name.split("/", -1))
                .map(part -> part.equals("*") ? "[^/]+" : Pattern.quote(part))
                .collect(Collectors.joining("/")));
    }
}
