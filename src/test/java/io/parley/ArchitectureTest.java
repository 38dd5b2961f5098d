package io.parley;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.parley.jetty.JettyProvider;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The code keeps the rules of the house. */
class ArchitectureTest {
    /** What is compiled into the WAR, which is all that lies beside the API, and into the jar for Jetty. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrls(List.of(
                    SocketIoServer.class.getProtectionDomain().getCodeSource().getLocation(),
                    requireNonNull(JettyProvider.class.getResource("/io/parley/jetty/"))));

    @ParameterizedTest
    @EnumSource
    void isKept(ArchitectureRule rule) {
        rule.under("io.parley").check(CLASSES);
    }

    @Test
    void classes_areThoseOfTheProduct() {
        assertThat(CLASSES)
                .extracting("name")
                .contains("io.parley.Socket", "io.parley.webapp.SocketIoInitializer", JettyProvider.class.getName());
        assertThat(CLASSES).extracting("name").doesNotContain(ArchitectureTest.class.getName());
    }
}
