package io.parley.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The files of {@code src/test/resources/vectors}. */
public final class Vectors {
    private Vectors() {}

    /** The lines of one, but for comments and empty ones. */
    public static List<String> lines(String name) {
        try (var file = Vectors.class.getResourceAsStream("/vectors/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
