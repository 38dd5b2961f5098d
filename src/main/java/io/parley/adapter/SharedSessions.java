package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * What the nodes tell each other of clients that may come back: each writes down the sessions that it has, and reads those of
 * all, also of nodes that have died a short time ago. Thread-safe; nothing here blocks.
 */
public interface SharedSessions {
    /** There are no other nodes. */
    SharedSessions NONE = new SharedSessions() {
        @Override
        public boolean areShared() {
            return false;
        }

        @Override
        public void put(String id, EncodedPacket state) {}

        @Override
        public void remove(String id) {}

        @Override
        public Map<String, EncodedPacket> get(String id) {
            return Map.of();
        }

        @Override
        public OptionalLong goneFor(String node) {
            return OptionalLong.empty();
        }

        @Override
        public CompletionStage<Map<String, SessionReply>> claim(SessionClaim claim, String owner) {
            return CompletableFuture.completedStage(Map.of());
        }
    };

    /** {@return whether there can be other nodes, so that it is worth telling them} */
    boolean areShared();

    /**
     * Writes down a session of this node.
     *
     * @param id the recovery id
     * @param state replaces the one before; one that is too large, or for which there is no room, is not written down: the
     *     client can come back to this node only
     */
    void put(String id, EncodedPacket state);

    /**
     * Strikes out a session of this node.
     *
     * @param id the recovery id; nothing happens if it is not there
     */
    void remove(String id);

    /**
     * {@return what is written down under an id, by each node}
     *
     * @param id any text
     */
    Map<String, EncodedPacket> get(String id);

    /**
     * {@return for how many nanoseconds a node has been no member; empty: it is one}
     *
     * @param node its id
     */
    OptionalLong goneFor(String node);

    /**
     * Asks all other nodes for a session.
     *
     * @param claim what is wanted
     * @param owner the node that wrote it down last; when it has given the session, and no packets are wanted, the others are
     *     not waited for
     * @return what they say, by node; without those that are gone or do not answer within 2 s. Completed on the handler pool,
     *     never fails
     */
    CompletionStage<Map<String, SessionReply>> claim(SessionClaim claim, String owner);

    /** The namespace is gone. */
    default void close() {}
}
