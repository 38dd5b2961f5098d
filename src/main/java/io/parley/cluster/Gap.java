package io.parley.cluster;

/**
 * Frames in a row that this node will never get.
 *
 * @param node the id of the origin
 * @param epoch see {@link Frame#epoch}
 * @param toAll whether they were for all nodes; false: for this one only
 * @param first the number of the first one
 * @param last the number of the last one
 */
public record Gap(String node, long epoch, boolean toAll, long first, long last) {
    /** {@return how many frames are lost} */
    public long frames() {
        return last - first + 1;
    }
}
