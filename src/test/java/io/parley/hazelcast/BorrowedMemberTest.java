package io.parley.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import io.parley.cluster.BusLimits;
import io.parley.cluster.ClusterBus;
import io.parley.cluster.ClusterBusContract;
import io.parley.cluster.FrameKeys;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Buses on members of somebody else, which run before them and after them, and with guests that start their own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BorrowedMemberTest extends ClusterBusContract {
    private static final int FIRST_PORT = FreePorts.inARow(12);
    private static final BusLimits LIMITS =
            new BusLimits(256 << 10, 4 << 20, Duration.ofSeconds(60), 16_000_000, 16_000_000);
    private static final SharedOptions OPTIONS = new SharedOptions("parley", LIMITS, FrameKeys.none());

    private final RealTime time = new RealTime();
    private final AtomicInteger guestPort = new AtomicInteger(FIRST_PORT + 2);
    private HazelcastInstance firstMember;
    private HazelcastInstance secondMember;
    private Node first;
    private Node second;

    @BeforeAll
    void startTwo() {
        firstMember = Hazelcast.newHazelcastInstance(config("shared-1", FIRST_PORT));
        secondMember = Hazelcast.newHazelcastInstance(config("shared-2", FIRST_PORT + 1));
        first = Node.of(HazelcastBus.on(firstMember, OPTIONS, time.environment()));
        second = Node.of(HazelcastBus.onNamed("shared-2", OPTIONS, time.environment()));
        var both = Set.of(first.bus().nodeId(), second.bus().nodeId());
        first.members().await(both);
        second.members().await(both);
    }

    /** As an operator would write it, but for the ports, and for what makes it quick to start. */
    private static Config config(String name, int port) {
        var config = new Config(name).setClusterName("parley-borrowed");
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "jdk");
        config.setProperty("hazelcast.wait.seconds.before.join", "0");
        config.setProperty("hazelcast.socket.bind.any", "false");
        config.setProperty("hazelcast.local.localAddress", "127.0.0.1");
        config.getJetConfig().setEnabled(false);
        config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
        var join = config.getNetworkConfig().getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig()
                .setEnabled(true)
                .setMembers(List.of("127.0.0.1:" + FIRST_PORT, "127.0.0.1:" + (FIRST_PORT + 1)));
        return config;
    }

    @AfterAll
    void closeTwo_andTheirMembersRunOn() {
        first.bus().close();
        second.bus().close();
        assertThat(firstMember.getLifecycleService().isRunning()).isTrue();
        assertThat(secondMember.getLifecycleService().isRunning()).isTrue();
        firstMember.shutdown();
        secondMember.shutdown();
        time.close();
    }

    @Override
    protected Node first() {
        return first;
    }

    @Override
    protected Node second() {
        return second;
    }

    /** A member of our own, in the same cluster. */
    @Override
    protected ClusterBus join() {
        return HazelcastBus.start(
                new HazelcastOptions(
                        "parley-borrowed",
                        HazelcastOptions.DEFAULT_TOPIC,
                        "127.0.0.1",
                        guestPort.getAndIncrement(),
                        List.of("127.0.0.1:" + FIRST_PORT),
                        LIMITS,
                        FrameKeys.none(),
                        HazelcastOptions.Timing.defaults()),
                time.environment());
    }

    @Override
    protected void injectIntoSecond(byte[] bytes) {
        firstMember.getTopic(HazelcastOptions.DEFAULT_TOPIC).publish(bytes);
    }

    @Override
    protected BusLimits limits() {
        return LIMITS;
    }

    @Override
    protected List<Throwable> takeFailures() {
        return time.takeFailures();
    }

    /** Two web applications of one server, say. */
    @Test
    void severalNodesOnOneMember_hearEachOther_andOneThatLeavesIsGoneAtOnce() {
        var third = Node.of(HazelcastBus.on(firstMember, OPTIONS, time.environment()));
        var all =
                Set.of(first.bus().nodeId(), second.bus().nodeId(), third.bus().nodeId());
        first.members().await(all);
        second.members().await(all);
        third.members().await(all);

        third.bus().publish("c", bytes("of the third"));
        assertThat(first.next().body()).isEqualTo(bytes("of the third"));
        assertThat(second.next().body()).isEqualTo(bytes("of the third"));
        assertThat(first.bus().send(third.bus().nodeId(), "c", bytes("to the third")))
                .isTrue();
        assertThat(third.next().body()).isEqualTo(bytes("to the third"));

        third.bus().close();
        var rest = Set.of(first.bus().nodeId(), second.bus().nodeId());
        first.members().await(rest);
        second.members().await(rest);
    }

    @Test
    void nodesOfAnotherName_areApart() throws InterruptedException {
        var others = new SharedOptions("others", LIMITS, FrameKeys.none());
        try (var apart = HazelcastBus.on(firstMember, others, time.environment())) {
            var heard = new LinkedBlockingQueue<Object>();
            apart.subscribe(heard::add);
            first.bus().publish("c", bytes("not for the others"));
            assertThat(second.next().body()).isEqualTo(bytes("not for the others"));
            assertThat(heard.poll(500, TimeUnit.MILLISECONDS)).isNull();
            assertThat(apart.members()).containsExactly(apart.nodeId());
        }
        firstMember.getTopic("parley.1~others").destroy();
    }

    @Test
    void whatUsedAMember_canBeForgottenAfterItsEnd() throws InterruptedException {
        var bus = HazelcastBus.on(firstMember, OPTIONS, time.environment());
        bus.subscribe(frame -> {});
        bus.close();
        var left = new WeakReference<>(bus);
        bus = null;
        for (int i = 0; i < 100 && left.get() != null; i++) {
            System.gc();
            TimeUnit.MILLISECONDS.sleep(50);
        }
        assertThat(left.get()).as("the member refers to the bus").isNull();
    }

    @Test
    void aMemberThatIsShutDownFirst_doesNotKeepTheBusFromClosing() {
        var member = Hazelcast.newHazelcastInstance(config("shared-3", guestPort.getAndIncrement()));
        var bus = HazelcastBus.on(member, OPTIONS, time.environment());
        bus.subscribe(frame -> {});
        member.shutdown();
        bus.publish("c", bytes("nobody hears"));
        bus.close();
        assertThatThrownBy(() -> HazelcastBus.on(member, OPTIONS, time.environment()))
                .isInstanceOf(ClusterStartException.class)
                .hasMessage("the Hazelcast instance \"shared-3\" does not run");
    }

    @Test
    void aNameThatNoInstanceHas_isRefused_withThoseThatThereAre() {
        assertThatThrownBy(() -> HazelcastBus.onNamed("other", OPTIONS, time.environment()))
                .isInstanceOf(ClusterStartException.class)
                .hasMessageStartingWith(
                        "there is no Hazelcast instance \"other\" of the Hazelcast classes that this web"
                                + " application sees, which come from file:")
                .hasMessageContaining("shared-1, shared-2");
    }

    @Test
    void anObjectOfAnotherKind_isRefused() {
        assertThatThrownBy(() -> HazelcastBus.on("text", OPTIONS, time.environment()))
                .isInstanceOf(ClusterStartException.class)
                .hasMessage("it is no HazelcastInstance, but a java.lang.String");
    }

    @Test
    void dangers_areNamedWithTheirFigures() {
        var config = config("x", 1);
        assertThat(InstanceCheck.dangersOf(config, "parley.1", Duration.ofSeconds(60)))
                .singleElement()
                .asString()
                .startsWith("its Hazelcast member notices after 60 s that another one is cut off"
                        + " (hazelcast.max.no.heartbeat.seconds), and looks for it 300 s after the start"
                        + " (hazelcast.merge.first.run.delay.seconds) and every 120 s"
                        + " (hazelcast.merge.next.run.delay.seconds), but what nodes say is kept for 60 s");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "10");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "5");
        assertThat(InstanceCheck.dangersOf(config, "parley.1", Duration.ofSeconds(60)))
                .isEmpty();
        config.getTopicConfig("parley.*").setGlobalOrderingEnabled(true);
        assertThat(InstanceCheck.dangersOf(config, "parley.1", Duration.ofSeconds(60)))
                .singleElement()
                .asString()
                .startsWith("the topic \"parley.1\" of its Hazelcast member has global ordering");
    }
}
