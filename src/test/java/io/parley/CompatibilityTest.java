package io.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The names in {@code docs/compatibility.md} are those of the code. */
final class CompatibilityTest {
    private static final Pattern NAME = Pattern.compile("`([A-Z][A-Za-z.]+)#([a-zA-Z]+)`");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]+(?:Test|IT))`");
    private static final List<String> PACKAGES = List.of(
            "io.parley.", "io.parley.engine.", "io.parley.adapter.", "io.parley.transport.", "io.parley.packet.");

    @Test
    void everyNameInTheTable_isInTheCode() throws IOException {
        var text = Files.readString(Path.of("docs/compatibility.md"));
        var names = NAME.matcher(text).results().toList();
        assertThat(names).hasSizeGreaterThan(120);
        assertThat(names)
                .filteredOn(name -> !exists(name.group(1), name.group(2)))
                .extracting(name -> name.group(1) + "#" + name.group(2))
                .isEmpty();
    }

    @Test
    void everyOption_isInTheTable() throws IOException {
        var text =
                Files.readString(Path.of("docs/compatibility.md")) + Files.readString(Path.of("docs/ARCHITECTURE.md"));
        assertThat(Stream.of(ServerOptions.Builder.class, io.parley.engine.EngineOptions.Builder.class)
                        .flatMap(builder -> Stream.of(builder.getMethods()))
                        .filter(method -> method.getReturnType().getSimpleName().equals("Builder"))
                        .map(java.lang.reflect.Method::getName)
                        .filter(option -> !text.contains(option))
                        .distinct())
                .isEmpty();
    }

    /** The tests by which a line of the protocol is shown are there. */
    @Test
    void everyTestInTheTable_isThere() throws IOException {
        var text = Files.readString(Path.of("docs/compatibility.md"));
        var names = TEST.matcher(text)
                .results()
                .map(found -> found.group(1) + ".java")
                .collect(Collectors.toSet());
        assertThat(names).hasSizeGreaterThan(15);
        var sources = new HashSet<String>();
        for (var folder : List.of("src/test/java", "src/it/java")) {
            try (var files = Files.walk(Path.of(folder))) {
                files.forEach(file -> sources.add(file.getFileName().toString()));
            }
        }
        assertThat(sources).containsAll(names);
    }

    private static boolean exists(String type, String method) {
        return PACKAGES.stream().anyMatch(prefix -> {
            try {
                return Stream.of(Class.forName(prefix + type.replace('.', '$')).getDeclaredMethods())
                        .anyMatch(declared -> declared.getName().equals(method));
            } catch (ClassNotFoundException elsewhere) {
                return false;
            }
        });
    }
}
