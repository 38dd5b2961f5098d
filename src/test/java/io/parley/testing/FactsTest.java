package io.parley.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

/** Each fact of {@code facts.txt} is shown by a test, on a container or in memory, and no test names another one. */
class FactsTest {
    private final List<JavaMethod> naming = naming();

    @Test
    void eachFact_isNamedByATest() throws IOException {
        var named = naming.stream().flatMap(FactsTest::facts).toList();

        assertThat(listed()).isNotEmpty().doesNotHaveDuplicates().hasSameElementsAs(named);
    }

    @Test
    void whatNamesAFact_isATestThatRuns() {
        assertThat(naming).allSatisfy(method -> {
            assertThat(method.isMetaAnnotatedWith(Testable.class))
                    .as(method.getFullName())
                    .isTrue();
            assertThat(method.isAnnotatedWith(Disabled.class))
                    .as(method.getFullName())
                    .isFalse();
            assertThat(method.getAnnotationOfType(Fact.class).value())
                    .as(method.getFullName())
                    .isNotEmpty();
        });
    }

    @Test
    void factOnTheList_isSaidInItsOwnWords() throws IOException {
        assertThat(lines()).allMatch(line -> line.matches("1\\.\\d+ [^|]+ \\| [^|]+"));
    }

    private static List<JavaMethod> naming() {
        var compiled = Fact.class.getProtectionDomain().getCodeSource().getLocation();
        return new ClassFileImporter()
                .importUrl(compiled).stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(Fact.class))
                        .toList();
    }

    private static Stream<String> facts(JavaMethod method) {
        return Stream.of(method.getAnnotationOfType(Fact.class).value());
    }

    private static List<String> listed() throws IOException {
        return lines().stream().map(line -> line.split(" \\| ")[0]).toList();
    }

    private static List<String> lines() throws IOException {
        try (var file = FactsTest.class.getResourceAsStream("/facts.txt")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        }
    }
}
