package io.parley.faults;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import com.hazelcast.topic.ReliableMessageListener;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.function.Function;

/**
 * A topic of Hazelcast, without anything of ours around it, on a member that notices trouble as soon as one of ours.
 */
final class TopicCarrier implements Carrier {
    static final String NAME = "faults";

    /** As long as the event of the {@link ServerCarrier} is. */
    private static final int MESSAGE_BYTES = 150;

    private final HazelcastInstance hazelcast;
    private final ITopic<Object> topic;
    private final Recorder recorder;
    private final Observer observer;

    TopicCarrier(Site site, Observer observer, Function<HazelcastInstance, ITopic<Object>> topic) {
        this.observer = observer;
        this.hazelcast = Hazelcast.newHazelcastInstance(config(site));
        this.topic = topic.apply(hazelcast);
        this.recorder = new Recorder(this.topic);
        this.topic.addMessageListener(new Listener());
        watchMembers();
    }

    private static Config config(Site site) {
        var config = new Config();
        config.setClusterName(NAME);
        config.getNetworkConfig().setPort(site.port()).setPortAutoIncrement(false);
        var join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).setConnectionTimeoutSeconds(5).setMembers(site.members());
        Map.of(
                        "local.localAddress", site.address(),
                        "socket.bind.any", "false",
                        "phone.home.enabled", "false",
                        "logging.type", "jdk",
                        "heartbeat.interval.seconds", "1",
                        "max.no.heartbeat.seconds", "10",
                        "merge.first.run.delay.seconds", "10",
                        "merge.next.run.delay.seconds", "5",
                        "operation.call.timeout.millis", "5000",
                        "wait.seconds.before.join", "0")
                .forEach((name, value) -> config.setProperty("hazelcast." + name, value));
        return config;
    }

    private void watchMembers() {
        hazelcast.getCluster().addMembershipListener(new MembershipListener() {
            @Override
            public void memberAdded(MembershipEvent event) {
                observer.members(event.getMembers().size());
            }

            @Override
            public void memberRemoved(MembershipEvent event) {
                observer.members(event.getMembers().size());
            }
        });
        observer.members(hazelcast.getCluster().getMembers().size());
    }

    @Override
    public String nodeId() {
        return hazelcast.getName();
    }

    @Override
    public void emit(int sender, long number) {
        var bytes = ByteBuffer.allocate(MESSAGE_BYTES);
        topic.publish(
                bytes.putInt(sender).putLong(number).putLong(System.nanoTime()).array());
    }

    @Override
    public int replay() {
        return recorder.replay();
    }

    @Override
    public void close() {
        hazelcast.shutdown();
    }

    /** For a plain topic a listener like any other. */
    private final class Listener implements ReliableMessageListener<Object> {
        @Override
        public void onMessage(Message<Object> message) {
            var bytes = ByteBuffer.wrap((byte[]) message.getMessageObject());
            observer.received(bytes.getInt(), bytes.getLong(), bytes.getLong());
        }

        @Override
        public long retrieveInitialSequence() {
            return -1;
        }

        @Override
        public void storeSequence(long sequence) {}

        @Override
        public boolean isLossTolerant() {
            return true;
        }

        @Override
        public boolean isTerminal(Throwable failure) {
            return false;
        }
    }
}
