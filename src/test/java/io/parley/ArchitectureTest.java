package io.parley;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import io.parley.jetty.JettyProvider;
import io.parley.testing.TestServer;
import io.parley.testing.World;
import io.parley.testkit.SocketIoTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The code keeps the rules of the house. */
class ArchitectureTest {
    /** What is compiled into the WAR, which is all that lies beside the API, into the jar for Jetty, and into the test kit. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ArchitectureTest::isProduct)
            .importUrls(List.of(
                    SocketIoServer.class.getProtectionDomain().getCodeSource().getLocation(),
                    requireNonNull(JettyProvider.class.getResource("/io/parley/jetty/")),
                    requireNonNull(SocketIoTest.class.getResource("/io/parley/testkit/")),
                    requireNonNull(World.class.getResource("/io/parley/testing/"))));

    /** The packages of the test kit have tests beside them. */
    private static boolean isProduct(Location location) {
        var type = location.asURI().toString().replaceAll(".*/test-classes/|(\\$.*)?\\.class$", "");
        return !type.startsWith("io/parley/test") || Files.exists(Path.of("src/testkit/java", type + ".java"));
    }

    @ParameterizedTest
    @EnumSource
    void isKept(ArchitectureRule rule) {
        rule.under("io.parley").check(CLASSES);
    }

    @Test
    void classes_areThoseOfTheProduct() {
        assertThat(CLASSES)
                .extracting("name")
                .contains("io.parley.Socket", "io.parley.webapp.SocketIoInitializer", JettyProvider.class.getName())
                .contains(SocketIoTest.class.getName(), World.class.getName());
        assertThat(CLASSES)
                .extracting("name")
                .doesNotContain(ArchitectureTest.class.getName(), TestServer.class.getName());
    }
}
