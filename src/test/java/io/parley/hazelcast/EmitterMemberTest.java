package io.parley.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.core.Hazelcast;
import io.parley.cluster.BusLimits;
import io.parley.cluster.Frame;
import io.parley.cluster.FrameKeys;
import io.parley.kernel.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A member that emits only, on the cluster of real nodes. */
class EmitterMemberTest {
    private final int port = FreePorts.inARow(3);
    private final RealTime time = new RealTime();
    private final List<HazelcastBus> open = new ArrayList<>();
    private final BlockingQueue<Frame> heard = new LinkedBlockingQueue<>();

    private HazelcastOptions options(int own) {
        return new HazelcastOptions(
                "parley-emitter",
                HazelcastOptions.DEFAULT_TOPIC,
                "127.0.0.1",
                own,
                List.of("127.0.0.1:" + port),
                BusLimits.defaults(),
                FrameKeys.of("a key that all of this test have"),
                HazelcastMergeTest.QUICK);
    }

    private HazelcastBus node() {
        var bus = HazelcastBus.start(options(port), time.environment());
        open.add(bus);
        bus.subscribe(heard::add);
        return bus;
    }

    private HazelcastBus emitter() {
        var bus = HazelcastBus.startEmitter(options(port + 1), time.environment());
        open.add(bus);
        bus.subscribe(frame -> {});
        return bus;
    }

    @AfterEach
    void close() {
        open.forEach(HazelcastBus::close);
        time.close();
        assertThat(time.failures).isEmpty();
    }

    @Test
    void whatItSays_isHeard_andItIsNoNode() throws InterruptedException {
        var node = node();
        var emitter = emitter();
        assertThat(emitter.members()).containsExactlyInAnyOrder(node.nodeId(), emitter.nodeId());
        assertThat(node.members()).containsExactly(node.nodeId());
        assertThat(node.isAlone()).isTrue();
        var member = Hazelcast.getHazelcastInstanceByName("parley-" + emitter.nodeId());
        assertThat(member.getCluster().getLocalMember().isLiteMember()).isTrue();

        for (int i = 0; i < 100; i++) {
            emitter.publish("c", bytes(i));
        }
        emitter.close();
        for (int i = 0; i < 100; i++) {
            assertThat(next().body()).isEqualTo(bytes(i));
        }
    }

    @Test
    void afterTheOnlyNodeHasBeenStartedAnew_itFindsIt() throws InterruptedException {
        var first = node();
        var emitter = emitter();
        var members = new LinkedBlockingQueue<Set<String>>();
        emitter.onMembers(members::add);
        first.close();
        var second = node();
        var seen = Set.<String>of();
        while (!seen.equals(Set.of(emitter.nodeId(), second.nodeId()))) {
            seen = members.poll(60, TimeUnit.SECONDS);
            assertThat(seen).as("a change of the members within 60 s").isNotNull();
        }
        emitter.publish("c", bytes(7));
        assertThat(next().body()).isEqualTo(bytes(7));
    }

    @Test
    void withoutANode_itDoesNotStart() {
        assertThatThrownBy(this::emitter)
                .isInstanceOf(ClusterStartException.class)
                .hasMessageEndingWith(": none of the members can be joined, and one who emits only needs a node");
        assertThat(Hazelcast.getAllHazelcastInstances()).isEmpty();
    }

    @Test
    void options_findTheOwnAddress_andAFreePort() {
        var options = HazelcastOptions.ofEmitter("c", "", 0, List.of("127.0.0.1:" + port));
        assertThat(options.bindAddress()).isEqualTo("127.0.0.1");
        assertThat(options.port()).isPositive();
        assertThat(HazelcastOptions.ofEmitter("c", "127.0.0.1", 4321, List.of("127.0.0.1:1"))
                        .port())
                .isEqualTo(4321);
    }

    private Frame next() throws InterruptedException {
        var frame = heard.poll(60, TimeUnit.SECONDS);
        assertThat(frame).as("a frame within 60 s").isNotNull();
        return frame;
    }

    private static Bytes bytes(int i) {
        return Bytes.ofUtf8("" + i);
    }
}
