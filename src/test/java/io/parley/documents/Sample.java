package io.parley.documents;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Code in a document.
 *
 * @param document where it stands
 * @param line of its first line, from 1
 * @param language as the fence names it; empty: none
 * @param note the HTML comment right before it; empty: none
 * @param code of one line or more
 */
record Sample(Path document, int line, String language, String note, String code) {
    private static final String FILE = "file:";
    private static final String KIND = "sample:";

    /** The path of the file that the reader is told to make of it; empty: none. */
    String file() {
        return after(FILE);
    }

    /** How it is meant, as its author says; empty: as it looks. */
    String kind() {
        return after(KIND);
    }

    /** Further lines of the note: what the code takes for granted. */
    String given() {
        return note.lines().skip(1).collect(Collectors.joining(" "));
    }

    Problem problem(int lineOfCode, String message) {
        return new Problem(document, line + lineOfCode - 1, message);
    }

    private String after(String key) {
        var first = note.lines().findFirst().orElse("");
        return first.startsWith(key) ? first.substring(key.length()).trim() : "";
    }

    static List<Sample> in(List<Sample> samples, String... languages) {
        var wanted = Arrays.asList(languages);
        return samples.stream()
                .filter(sample -> wanted.contains(sample.language()))
                .toList();
    }
}
