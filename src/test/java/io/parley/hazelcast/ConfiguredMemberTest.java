package io.parley.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.Hazelcast;
import io.parley.cluster.BusLimits;
import io.parley.cluster.Frame;
import io.parley.cluster.FrameKeys;
import io.parley.kernel.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that Hazelcast's own configuration describes: the sample of the manual. */
class ConfiguredMemberTest {
    private static final SharedOptions OPTIONS =
            new SharedOptions("parley", BusLimits.defaults(), FrameKeys.of("a key that all of this test have"));

    private final int port = FreePorts.inARow(2);
    private final RealTime time = new RealTime();

    @TempDir
    private Path folder;

    @AfterEach
    void end() {
        time.close();
        assertThat(time.failures).isEmpty();
        assertThat(Hazelcast.getAllHazelcastInstances()).isEmpty();
    }

    private HazelcastBus start(int own) throws IOException {
        var sample = Files.readString(Path.of("docs/hazelcast.yaml"))
                .replace("10.0.0.1:5701", "127.0.0.1:" + port)
                .replace("10.0.0.2:5701", "127.0.0.1:" + (port + 1))
                .replace("10.0.0.1", "127.0.0.1")
                .replace("port: 5701\n", "port: " + own + "\n");
        assertThat(sample).contains("127.0.0.1:" + port).contains("port: " + own);
        var file = Files.writeString(folder.resolve("hazelcast-" + own + ".yaml"), sample);
        return HazelcastBus.startOfFile(file.toFile(), OPTIONS, time.environment());
    }

    @Test
    void twoOfTheSample_formACluster_withOurTimingAndNoDoorForClients() throws Exception {
        try (var first = start(port);
                var second = start(port + 1)) {
            assertThat(second.members()).containsExactlyInAnyOrder(first.nodeId(), second.nodeId());
            var heard = new LinkedBlockingQueue<Frame>();
            second.subscribe(heard::add);
            first.subscribe(frame -> {});
            first.publish("c", Bytes.ofUtf8("hello"));
            var frame = heard.poll(20, TimeUnit.SECONDS);
            assertThat(frame).isNotNull();
            assertThat(frame.body()).isEqualTo(Bytes.ofUtf8("hello"));

            var config = Hazelcast.getHazelcastInstanceByName("parley-" + first.nodeId())
                    .getConfig();
            assertThat(config.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("10");
            assertThat(InstanceCheck.dangersOf(
                            config, "parley.1", OPTIONS.limits().ringTime()))
                    .isEmpty();
            assertThat(config.getAdvancedNetworkConfig().getEndpointConfigs()).hasSize(1);
            assertThat(config.getSerializationConfig().getJavaSerializationFilterConfig())
                    .isNotNull();
        }
    }

    @Test
    void whatTheFileSays_isKept() throws IOException {
        var file = Files.writeString(folder.resolve("own.yaml"), """
                hazelcast:
                  instance-name: ours
                  properties:
                    hazelcast.max.no.heartbeat.seconds: 30
                """);
        var config = MemberConfig.completed(com.hazelcast.config.Config.loadFromFile(file.toFile()), "parley.1", "n");
        assertThat(config.getInstanceName()).isEqualTo("ours");
        assertThat(config.getProperty("hazelcast.max.no.heartbeat.seconds")).isEqualTo("30");
        assertThat(config.getProperty("hazelcast.heartbeat.interval.seconds")).isEqualTo("1");
    }

    @Test
    void aPortThatIsTaken_isOneLine() throws Exception {
        try (var first = start(port)) {
            assertThat(first.members()).hasSize(1);
            assertThatThrownBy(() -> start(port))
                    .isInstanceOf(ClusterStartException.class)
                    .hasMessageStartingWith("cannot start a Hazelcast member as \"")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void aResource_isFound_orOneLine() {
        assertThatThrownBy(() -> HazelcastBus.startOfResource("none.yaml", OPTIONS, time.environment()))
                .isInstanceOf(ClusterStartException.class)
                .hasMessageStartingWith("cannot start a Hazelcast member as \"none.yaml\" says");
    }
}
