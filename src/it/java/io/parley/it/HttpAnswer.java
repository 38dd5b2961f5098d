package io.parley.it;

import java.util.List;
import java.util.Map;

/**
 * What a server answered.
 *
 * @param headers names in lower case, values in the order of the lines
 * @param body as UTF-8
 */
record HttpAnswer(int status, Map<String, List<String>> headers, String body) {
    /** The values of a header, joined by ", "; empty if there is none. */
    String header(String name) {
        return String.join(", ", headers.getOrDefault(name, List.of()));
    }
}
