package io.parley.faults;

import com.hazelcast.topic.ITopic;
import com.hazelcast.topic.Message;
import com.hazelcast.topic.ReliableMessageListener;
import java.nio.ByteBuffer;

/** A topic of Hazelcast, without anything of ours around it. */
final class TopicCarrier implements Carrier {
    /** As long as the event of the {@link ServerCarrier} is. */
    private static final int MESSAGE_BYTES = 150;

    private final ITopic<Object> topic;
    private final Recorder recorder;
    private final Receiver receiver;

    TopicCarrier(ITopic<Object> topic, Receiver receiver) {
        this.topic = topic;
        this.receiver = receiver;
        this.recorder = new Recorder(topic);
        topic.addMessageListener(new Listener());
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
    public void close() {}

    /** For a plain topic a listener like any other. */
    private final class Listener implements ReliableMessageListener<Object> {
        @Override
        public void onMessage(Message<Object> message) {
            var bytes = ByteBuffer.wrap((byte[]) message.getMessageObject());
            receiver.received(bytes.getInt(), bytes.getLong(), bytes.getLong());
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
