package io.parley.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.instance.EndpointQualifier;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemberConfigTest {
    private final Config config = MemberConfig.of(
            HazelcastOptions.of("c", "127.0.0.1", 5701, List.of("127.0.0.1:5701", "localhost:5702")),
            "n",
            Membership.Use.NODE);

    @Test
    void onlyTheListedMembers_areLookedFor() {
        var join = config.getAdvancedNetworkConfig().getJoin();

        assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
        assertThat(join.getTcpIpConfig().getMembers()).containsExactly("127.0.0.1:5701", "localhost:5702");
        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
        assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
    }

    @Test
    void onlyMembers_mayConnect() {
        assertThat(config.getAdvancedNetworkConfig().isEnabled()).isTrue();
        assertThat(config.getAdvancedNetworkConfig().getEndpointConfigs()).containsOnlyKeys(EndpointQualifier.MEMBER);
    }

    @Test
    void nothingIsSentHome_andNoHookOutlivesTheApplication() {
        assertThat(config.getProperty("hazelcast.phone.home.enabled")).isEqualTo("false");
        assertThat(config.getProperty("hazelcast.shutdownhook.enabled")).isEqualTo("false");
        assertThat(config.getJetConfig().isEnabled()).isFalse();
    }

    @Test
    void javaSerialization_isOpenToExceptionsOnly() {
        var allowed = config.getSerializationConfig().getJavaSerializationFilterConfig();

        assertThat(allowed.isDefaultsDisabled()).isTrue();
        assertThat(allowed.getWhitelist().isListed("com.hazelcast.core.HazelcastInstanceNotActiveException"))
                .isTrue();
        assertThat(allowed.getWhitelist().isListed("java.util.HashMap")).isFalse();
        assertThat(allowed.getWhitelist().isListed("java.net.URL")).isFalse();
        assertThat(allowed.getWhitelist().isListed("com.hazelcast.shaded.anything.At"))
                .isFalse();
    }

    /** One that is refused is no answer: who asked waits until the operation times out, at the start for a node in vain. */
    @Test
    void whatMembersAnswerWithWhenTheClusterChanges_isRead() {
        var allowed = config.getSerializationConfig()
                .getJavaSerializationFilterConfig()
                .getWhitelist();
        var answers = new ClassFileImporter()
                        .importPackages(
                                "com.hazelcast.cluster",
                                "com.hazelcast.core",
                                "com.hazelcast.internal.cluster.impl",
                                "com.hazelcast.internal.partition",
                                "com.hazelcast.nio.serialization",
                                "com.hazelcast.partition",
                                "com.hazelcast.spi.exception")
                        .stream()
                        .filter(type -> type.isAssignableTo(Throwable.class))
                        .map(JavaClass::getName)
                        .toList();

        assertThat(answers)
                .contains("com.hazelcast.internal.cluster.impl.ClusterTopologyChangedException")
                .allMatch(allowed::isListed);
    }
}
