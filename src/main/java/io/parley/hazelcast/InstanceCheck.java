package io.parley.hazelcast;

import com.hazelcast.config.Config;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is dangerous for a bus in a Hazelcast configuration that is not ours. */
final class InstanceCheck {
    private static final String SILENCE = "hazelcast.max.no.heartbeat.seconds";
    private static final String MERGE_FIRST = "hazelcast.merge.first.run.delay.seconds";
    private static final String MERGE_NEXT = "hazelcast.merge.next.run.delay.seconds";

    private InstanceCheck() {}

    /**
     * One line for each danger, with its figures.
     *
     * @param topic that carries the frames
     * @param ringTime how long frames are kept to be sent again
     */
    static List<String> dangersOf(Config config, String topic, Duration ringTime) {
        var dangers = new ArrayList<String>();
        // the defaults of Hazelcast
        long silence = seconds(config, SILENCE, 60);
        long first = seconds(config, MERGE_FIRST, 300);
        long next = seconds(config, MERGE_NEXT, 120);
        if (silence + Math.max(first, next) > ringTime.toSeconds()) {
            dangers.add("its Hazelcast member notices after " + silence + " s that another one is cut off (" + SILENCE
                    + "), and looks for it " + first + " s after the start (" + MERGE_FIRST + ") and every " + next
                    + " s (" + MERGE_NEXT + "), but what nodes say is kept for " + ringTime.toSeconds()
                    + " s (parley.cluster.ring-time): some of what is said in a partition will be lost; 10, 10 and 5"
                    + " are what Parley's own members have");
        }
        var ordering = config.findTopicConfig(topic);
        if (ordering.isGlobalOrderingEnabled() || ordering.isMultiThreadingEnabled()) {
            dangers.add("the topic \"" + topic + "\" of its Hazelcast member has "
                    + (ordering.isGlobalOrderingEnabled()
                            ? "global ordering, for which every message waits for another member"
                            : "several threads, which swap messages, so that they have to be sorted again"));
        }
        return dangers;
    }

    private static long seconds(Config config, String name, long preset) {
        var set = config.getProperty(name);
        var text = set == null ? System.getProperty(name) : set;
        try {
            return text == null ? preset : Long.parseLong(text.strip());
        } catch (NumberFormatException unclear) {
            return preset;
        }
    }
}
