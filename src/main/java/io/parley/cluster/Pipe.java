package io.parley.cluster;

/** What carries the bytes of frames to other nodes. Called by one thread at a time; may block. */
public interface Pipe {
    /**
     * Hands a frame to the network, for all other nodes.
     *
     * @param frame must not be changed, by the pipe as by others; it may be handed over again later
     * @return false if the network does not take it: the frame is dropped, and the outage is told to the operator
     */
    boolean toAll(byte[] frame);

    /**
     * Hands a frame to the network, for one other node.
     *
     * @param node its id; it may have gone
     * @param frame must not be changed, by the pipe as by others; it may be handed over again later
     * @return false if the network does not take it; true also if there is nobody of that id
     */
    boolean to(String node, byte[] frame);
}
