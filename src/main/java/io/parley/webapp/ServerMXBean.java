package io.parley.webapp;

import java.util.Map;
import java.util.Set;

/**
 * What an operator sees of a server over JMX: {@code io.parley:type=Server,context="/",path="/socket.io"}, for each path
 * of each web application one. All methods return at once.
 */
public interface ServerMXBean {
    /**
     * {@return {@code serving}; {@code draining}: no more sessions are opened, and those there are are closed; {@code
     * drained}: none is left}
     */
    String getState();

    /** {@return how many Engine.IO sessions this node has, those that are closing included} */
    int getSessions();

    /** {@return the id of this node: random, new with each start} */
    String getNodeId();

    /** {@return what people call this node: the setting {@code parley.node-name}, or a name made up} */
    String getNodeName();

    /** {@return the ids of all nodes of the cluster that this one sees, its own included} */
    Set<String> getNodes();

    /**
     * {@return by their keys, all settings as they are in effect for this server, and where each comes from: {@code 25s
     * (default)}, {@code 5s (system property parley.ping-interval)}, {@code 10s (application)}} They do not change while it
     * runs. Of secrets no more is told than that there is one.
     */
    Map<String, String> getSettings();

    /** {@return by their names, how often the {@linkplain io.parley.kernel.Limit limits} were hit since the start} */
    Map<String, Long> getLimitHits();

    /**
     * {@return what the bus between the nodes has seen since the start, by names like {@code gaps.lost}: those of
     * {@link io.parley.cluster.BusCounters}; empty without a cluster} All servers of a web application share the bus.
     */
    Map<String, Long> getClusterCounters();

    /**
     * {@return what became of requests that came to another node than their session's, since the start, by names like {@code
     * door.polls}: those of {@link io.parley.transport.RelayCounters}; empty without a cluster}
     */
    Map<String, Long> getRelayCounters();

    /**
     * {@return all that is measured since the start, by names like {@code socketio.event.received{namespace=/}}: those of
     * {@link io.parley.metrics.Metric}; times in seconds, all together}
     */
    Map<String, Double> getMetrics();

    /**
     * Begins to move all clients to other nodes, see {@link io.parley.SocketIoServer#drain}. There is no way back but a
     * new start. {@link #getState} and {@link #getSessions} tell how far it is.
     *
     * @param seconds until all should be gone, 0 to 86,400
     * @throws IllegalArgumentException if they are others
     */
    void drain(int seconds);
}
