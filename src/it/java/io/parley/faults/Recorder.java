package io.parley.faults;

import com.hazelcast.topic.ITopic;
import java.util.ArrayDeque;

/** The last frames of a topic, to be published once more. Thread-safe. */
final class Recorder {
    private static final int MOST = 20_000;

    private final ITopic<Object> topic;
    private final ArrayDeque<Object> frames = new ArrayDeque<>();

    Recorder(ITopic<Object> topic) {
        this.topic = topic;
        topic.addMessageListener(message -> add(message.getMessageObject()));
    }

    private synchronized void add(Object frame) {
        if (frames.size() == MOST) {
            frames.remove();
        }
        frames.add(frame);
    }

    int replay() {
        Object[] recorded;
        synchronized (this) {
            recorded = frames.toArray();
        }
        for (var frame : recorded) {
            topic.publish(frame);
        }
        return recorded.length;
    }
}
