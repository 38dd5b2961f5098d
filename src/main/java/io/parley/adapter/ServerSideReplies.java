package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** One answer from the application of each node. Called by one thread at a time. */
final class ServerSideReplies implements Replies<NodeAnswers> {
    private final Map<String, EncodedPacket> answers = new HashMap<>();

    @Override
    public boolean take(String node, ClusterMessage.Reply reply) {
        if (reply instanceof ClusterMessage.Answer answer) {
            answers.putIfAbsent(node, answer.ack());
            return true;
        }
        return false;
    }

    @Override
    public NodeAnswers result(Set<String> gone, Set<String> late) {
        var missing = new HashSet<>(gone);
        missing.addAll(late);
        return new NodeAnswers(answers, missing);
    }
}
