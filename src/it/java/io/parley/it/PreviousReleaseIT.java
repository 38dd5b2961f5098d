package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A node of this release and one of the release before, as there are while a cluster is updated node by node. {@code mvn
 * verify -Pfaults} builds the latter, which takes a clone with its history.
 */
@EnabledIfSystemProperty(named = "it.faults", matches = "full", disabledReason = "has to build the release before")
class PreviousReleaseIT extends OnTwoNodes {
    @BeforeAll
    static void join() throws IOException, InterruptedException {
        join(wars(System.getProperty("it.previous")).resolve("conformance-app.war"));
    }

    private static Path wars(String revision) throws IOException, InterruptedException {
        var build = new ProcessBuilder("tools/wars-of", revision)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        build.getOutputStream().close();
        var folder = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(build.waitFor()).as("tools/wars-of %s", revision).isZero();
        return Path.of(folder);
    }
}
