package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.testing.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the settings of the cluster lead to when they are wrong: one line. */
final class ClusterTest {
    private final World world = new World();

    private void join(String source) {
        var set = new Configuration(Map.of("parley.cluster.hazelcast", source), Map.of(), Map.of());
        Cluster.join(set, world.environment());
    }

    @Test
    void nothingSet_isNoCluster() {
        assertThat(Cluster.join(new Configuration(Map.of(), Map.of(), Map.of()), world.environment()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shared|parley.cluster.hazelcast = \"shared\" (system property parley.cluster.hazelcast) is not allowed: name: and"
                        + " the name",
                "name:|parley.cluster.hazelcast = \"name:\" (system property parley.cluster.hazelcast) is not allowed",
                "ldap:x|parley.cluster.hazelcast = \"ldap:x\" (system property parley.cluster.hazelcast) is not allowed",
                "name:none|parley.cluster.*: there is no Hazelcast instance \"none\" of the Hazelcast classes",
                "jndi:ldap://x/y|parley.cluster.*: the name in JNDI \"ldap://x/y\": must begin with java:",
                "jndi:java:comp/env/hz|parley.cluster.*: there is nothing in JNDI at java:comp/env/hz",
                "file:/no/such/file.yaml|parley.cluster.*: cannot start a Hazelcast member as \"/no/such/file.yaml\" says",
                "classpath:none.yaml|parley.cluster.*: cannot start a Hazelcast member as \"none.yaml\" says",
            })
    void whatCannotBeUsed_isOneLine(String source, String line) {
        assertThatThrownBy(() -> join(source))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(line);
        assertThatThrownBy(() -> join(source)).message().doesNotContain("\n");
    }

    @Test
    void aFileThatIsNoConfiguration_isOneLine(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("hazelcast.yaml"), "hazelcast:\n  no-such-thing: 1\n");
        assertThatThrownBy(() -> join("file:" + file))
                .isInstanceOf(ConfigurationException.class)
                .message()
                .startsWith("parley.cluster.*: cannot start a Hazelcast member as \"" + file + "\" says: ")
                .doesNotContain("\n");
    }

    @Test
    void aMemberOfOurs_andOneOfSomebodyElse_isTooMuch() {
        var both = new Configuration(
                Map.of("parley.cluster.hazelcast", "name:x", "parley.cluster.members", "127.0.0.1:1"),
                Map.of(),
                Map.of());
        assertThatThrownBy(() -> Cluster.join(both, world.environment()))
                .hasMessageStartingWith("parley.cluster.hazelcast and parley.cluster.members are both set");
    }
}
