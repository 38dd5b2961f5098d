package io.parley.hazelcast;

/**
 * A node cannot take part in its cluster. The message is one line for the operator: what failed, and what is needed.
 * Nothing of the bus is left running when this is thrown.
 */
public final class ClusterStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ClusterStartException(String message) {
        super(message);
    }

    ClusterStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
