package io.parley.cluster;

/** Who wants to know whose frames come. */
public interface Heard {
    /**
     * Called before the frame is looked at any further, in the order of the frames; must return quickly, and not throw.
     *
     * @param node who has sent it, as far as it is signed; else who says so
     * @param leaving whether the node has said that it leaves
     */
    void heard(String node, boolean leaving);
}
