package io.parley.cluster;

/** What carries the bytes of a frame to all other nodes. Called by one thread at a time; may block. */
@FunctionalInterface
public interface Pipe {
    /**
     * Hands a frame to the network.
     *
     * @param frame belongs to the pipe from now on
     * @return false if the network does not take it: the frame is lost, and the outage is told to the operator
     */
    boolean send(byte[] frame);
}
