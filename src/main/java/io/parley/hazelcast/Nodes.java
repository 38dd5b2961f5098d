package io.parley.hazelcast;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.cluster.Member;
import io.parley.kernel.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which nodes there are on the members of a Hazelcast cluster. A member that one of us has started tells its node by an
 * attribute. Nodes on members of somebody else, which cannot be given one, are known by being heard: as long as their member
 * is there, they have not said that they leave, and their last frame is not older than {@link #SILENCE}. Thread-safe.
 */
final class Nodes {
    static final Duration SILENCE = HazelcastOptions.Timing.defaults().maxSilence();

    /** So many are heard; a flood of invented node ids cannot use more memory. */
    static final int MAX_HEARD = 1024;

    /** Not every frame is worth a note. */
    private static final long STEP_NANOS = SILENCE.toNanos() / 20;

    private final String self;
    private final Cluster cluster;
    private final Ticker ticker;
    private final Map<String, Heard> heard = new ConcurrentHashMap<>();

    /** @param self always among them */
    Nodes(String self, Cluster cluster, Ticker ticker) {
        this.self = self;
        this.cluster = cluster;
        this.ticker = ticker;
    }

    /** Those there are now, this one included. */
    Set<String> now() {
        forgetSilent();
        var nodes = new HashSet<String>();
        nodes.add(self);
        var others = new HashSet<UUID>();
        for (var member : cluster.getMembers()) {
            var node = member.getAttribute(MemberConfig.NODE_ATTRIBUTE);
            if (node != null) {
                nodes.add(node);
            } else {
                others.add(member.getUuid());
            }
        }
        heard.forEach((node, last) -> {
            if (!last.left && others.contains(last.member)) {
                nodes.add(node);
            }
        });
        return nodes;
    }

    /**
     * Whether a member says by itself which node it is, or that it is none. Of one that has gone before its last words are
     * read nothing is known any more, and nobody is to be learned.
     */
    static boolean isTold(Member member) {
        return member.getUuid() == null
                || member.getAttribute(MemberConfig.NODE_ATTRIBUTE) != null
                || member.getAttribute(MemberConfig.EMITTER_ATTRIBUTE) != null;
    }

    /**
     * A node has been heard through a member that does not tell its node.
     *
     * @param leaving it was its last word
     * @return whether {@link #now} may have changed
     */
    boolean heard(UUID member, String node, boolean leaving) {
        if (node.equals(self)) {
            return false;
        }
        long now = ticker.nanos();
        var known = heard.get(node);
        if (known == null) {
            if (heard.size() >= MAX_HEARD) {
                return false;
            }
            heard.put(node, new Heard(member, now, leaving));
            return !leaving;
        }
        if (known.left) {
            return false;
        }
        boolean changed = leaving || !known.member.equals(member);
        if (changed || now - known.last >= STEP_NANOS) {
            heard.put(node, new Heard(member, now, leaving));
        }
        return changed;
    }

    private void forgetSilent() {
        long now = ticker.nanos();
        heard.values().removeIf(last -> now - last.last >= SILENCE.toNanos());
    }

    /** Whether time alone may change them. */
    boolean dependOnTime() {
        return !heard.isEmpty();
    }

    /**
     * A node that is known by being heard.
     *
     * @param left it has said that it leaves: what of it comes late does not bring it back
     */
    private record Heard(UUID member, long last, boolean left) {}
}
