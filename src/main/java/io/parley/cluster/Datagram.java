package io.parley.cluster;

import java.util.List;
import java.util.Map;

/** What travels between the nodes: messages of those who use the bus, and what the buses tell each other. */
sealed interface Datagram {
    /** The id of the origin. */
    String node();

    /** See {@link Frame#epoch}. */
    long epoch();

    void accept(Handler handler);

    /**
     * A frame of a stream.
     *
     * @param to the id of the one node it is for; empty: all
     */
    record Message(Frame frame, String to) implements Datagram {
        public Message {
            if (!to.isEmpty()) {
                Frame.requireLength("a node id", to, Frame.MAX_NODE_LENGTH);
            }
        }

        boolean toAll() {
            return to.isEmpty();
        }

        @Override
        public String node() {
            return frame.node();
        }

        @Override
        public long epoch() {
            return frame.epoch();
        }

        @Override
        public void accept(Handler handler) {
            handler.message(this);
        }
    }

    /**
     * How far the streams of a node are.
     *
     * @param last the last number of the stream to all, 0 if there was none
     * @param hello whether the node has just begun to listen and wants such a heartbeat at once
     * @param leaving whether it is the last one, since the node leaves
     * @param peers by node id; a heartbeat may name some of them only
     */
    record Heartbeat(String node, long epoch, long last, boolean hello, boolean leaving, Map<String, Peer> peers)
            implements Datagram {
        public Heartbeat {
            Frame.requireLength("a node id", node, Frame.MAX_NODE_LENGTH);
            requireSequence(0, last);
            peers = Map.copyOf(peers);
        }

        @Override
        public void accept(Handler handler) {
            handler.heartbeat(this);
        }
    }

    /**
     * What a heartbeat tells to one node.
     *
     * @param start the first number of the stream to all that this node is owed
     * @param last the last number of the stream to this node, 0 if there was none
     */
    record Peer(long start, long last) {
        public Peer {
            requireSequence(1, start);
            requireSequence(0, last);
        }
    }

    /**
     * Wants frames again.
     *
     * @param to the id of their origin
     * @param askedEpoch the epoch of that one
     * @param toAll of the stream to all; false: of that to the node that asks
     * @param ranges at least one, ascending
     */
    record Request(String node, long epoch, String to, long askedEpoch, boolean toAll, List<Range> ranges)
            implements Datagram {
        /** More are asked for with the next request. */
        static final int MAX_RANGES = 64;

        public Request {
            Frame.requireLength("a node id", node, Frame.MAX_NODE_LENGTH);
            Frame.requireLength("a node id", to, Frame.MAX_NODE_LENGTH);
            ranges = List.copyOf(ranges);
            if (ranges.isEmpty() || ranges.size() > MAX_RANGES) {
                throw new IllegalArgumentException(ranges.size() + " ranges: must be 1 to " + MAX_RANGES);
            }
        }

        @Override
        public void accept(Handler handler) {
            handler.request(this);
        }
    }

    /**
     * Comes behind frames that were sent again, as the end of the answer.
     *
     * @param to the id of the one that asked
     * @param toAll as in the request
     * @param lost the frames among those asked for that are kept no longer
     */
    record Answer(String node, long epoch, String to, boolean toAll, List<Range> lost) implements Datagram {
        public Answer {
            Frame.requireLength("a node id", node, Frame.MAX_NODE_LENGTH);
            Frame.requireLength("a node id", to, Frame.MAX_NODE_LENGTH);
            lost = List.copyOf(lost);
            if (lost.size() > Request.MAX_RANGES) {
                throw new IllegalArgumentException(lost.size() + " ranges: must be at most " + Request.MAX_RANGES);
            }
        }

        @Override
        public void accept(Handler handler) {
            handler.answer(this);
        }
    }

    /** Numbers in a row, both ends included. */
    record Range(long first, long last) {
        public Range {
            requireSequence(1, first);
            requireSequence(first, last);
        }
    }

    private static void requireSequence(long least, long number) {
        if (number < least || number > Frame.MAX_SEQUENCE) {
            throw new IllegalArgumentException("sequence " + number + ": must be " + least + " or more");
        }
    }

    interface Handler {
        void message(Message message);

        void heartbeat(Heartbeat heartbeat);

        void request(Request request);

        void answer(Answer answer);
    }
}
