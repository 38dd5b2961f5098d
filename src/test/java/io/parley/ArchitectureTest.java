package io.parley;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The code keeps the rules of the house. */
class ArchitectureTest {
    /** What is compiled into the WAR: all that lies beside the API. */
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .importUrl(
                    SocketIoServer.class.getProtectionDomain().getCodeSource().getLocation());

    @ParameterizedTest
    @EnumSource
    void isKept(ArchitectureRule rule) {
        rule.under("io.parley").check(CLASSES);
    }

    @Test
    void classes_areThoseOfTheProduct() {
        assertThat(CLASSES).extracting("name").contains("io.parley.Socket", "io.parley.webapp.SocketIoInitializer");
        assertThat(CLASSES).extracting("name").doesNotContain(ArchitectureTest.class.getName());
    }
}
