package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answers of the sockets of each node. Called by one thread at a time. */
final class QuestionReplies implements Replies<SocketAnswers> {
    private final @Nullable String only;
    private final Map<String, EncodedPacket> answers = new HashMap<>();
    private final Set<String> missing = new HashSet<>();
    private final Map<String, Told> told = new HashMap<>();

    /** @param only the id of a socket whose answer is all that is wanted; null: those of all */
    QuestionReplies(@Nullable String only) {
        this.only = only;
    }

    @Override
    public boolean take(String node, ClusterMessage.Reply reply) {
        var here = told.computeIfAbsent(node, same -> new Told());
        if (reply instanceof ClusterMessage.Asked asked) {
            here.asked(asked);
        } else if (reply instanceof ClusterMessage.SocketAnswer answer && here.awaited.remove(answer.socket())) {
            answers.put(answer.socket(), answer.ack());
        } else if (reply instanceof ClusterMessage.Gone gone && here.awaited.remove(gone.socket())) {
            missing.add(gone.socket());
        }
        return here.all && here.awaited.isEmpty();
    }

    @Override
    public boolean hasBegun(String node) {
        var here = told.get(node);
        return here != null && here.all;
    }

    @Override
    public boolean isEnough() {
        return only != null && answers.containsKey(only);
    }

    @Override
    public SocketAnswers result(Set<String> gone, Set<String> late) {
        told.values().forEach(node -> missing.addAll(node.awaited));
        var nodes = new HashSet<>(gone);
        late.stream().filter(node -> !hasBegun(node)).forEach(nodes::add);
        return new SocketAnswers(answers, missing, nodes);
    }

    /** What a node has told of whom it has asked. */
    private static final class Told {
        private final Set<String> awaited = new HashSet<>();
        private int count;
        private boolean all;

        void asked(ClusterMessage.Asked asked) {
            awaited.addAll(asked.sockets());
            count += asked.sockets().size();
            all = asked.total() == count;
        }
    }
}
