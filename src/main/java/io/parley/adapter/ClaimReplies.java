package io.parley.adapter;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What the nodes say to a claim. Called by one thread at a time. */
final class ClaimReplies implements Replies<Map<String, SessionReply>> {
    private final Map<String, SessionReply> replies = new HashMap<>();
    /** Whose word is enough; empty: nobody's. */
    private final String decides;

    ClaimReplies(SessionClaim claim, String owner) {
        this.decides = claim.packets() ? "" : owner;
    }

    @Override
    public boolean take(String node, ClusterMessage.Reply reply) {
        if (!(reply instanceof ClusterMessage.Claimed claimed)) {
            return false;
        }
        replies.put(node, claimed.reply());
        return true;
    }

    @Override
    public boolean isEnough() {
        return replies.containsKey(decides);
    }

    @Override
    public Map<String, SessionReply> result(Set<String> gone, Set<String> late) {
        return Map.copyOf(replies);
    }
}
