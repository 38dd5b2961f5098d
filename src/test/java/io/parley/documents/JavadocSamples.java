package io.parley.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The samples in comments of the code, and in the overview. */
final class JavadocSamples {
    private static final Pattern SAMPLE = Pattern.compile(
            "(?:<!-- (sample:[^>]*?) ?-->[\\s*]*)?<pre>\\{@code\\R(.*?)\\R[\\s*]*}</pre>", Pattern.DOTALL);

    private JavadocSamples() {}

    /** {@return those of all files below} */
    static List<Sample> below(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(java|html)"))
                    .flatMap(JavadocSamples::in)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Sample> in(Path file) {
        try {
            var text = Files.readString(file);
            return SAMPLE.matcher(text).results().map(found -> {
                int line = text.substring(0, found.start(2)).split("\n", -1).length;
                var note = found.group(1) == null ? "" : found.group(1).replaceAll("(?m)^ *\\* ?", "");
                var code = found.group(2).replaceAll("(?m)^ *\\* ?", "");
                return new Sample(file, line, code.startsWith("{") ? "json" : "java", note, code);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
