package io.parley.webapp;

import io.parley.AuditEvent;
import io.parley.SocketIoServer;
import io.parley.metrics.Metric;
import java.lang.System.Logger.Level;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.ObjectName;

/** A server as JMX shows it. Thread-safe. */
final class ServerView implements ServerMXBean {
    private static final System.Logger LOG = System.getLogger(ServerView.class.getName());

    private final SocketIoServer io;
    private final Map<String, String> settings;

    ServerView(SocketIoServer io, Map<String, String> settings) {
        this.io = io;
        this.settings = settings;
    }

    /**
     * Shows a server in the platform's MBean server. Whatever JMX may have against it, the server runs.
     *
     * @param context the path of the web application
     * @param settings as they are in effect
     * @return takes the server out again, so that nothing there refers to the web application
     */
    static Runnable register(String context, SocketIoServer io, Map<String, String> settings) {
        var name = "io.parley:type=Server,context="
                + ObjectName.quote(context.isEmpty() ? "/" : context)
                + ",path=" + ObjectName.quote(io.options().path());
        var view = new ServerView(io, settings);
        try {
            var registered = register(view, name);
            return () -> unregister(registered);
        } catch (JMException refused) {
            LOG.log(Level.WARNING, "the server is not shown by JMX as " + name, refused);
            return () -> {};
        }
    }

    private static ObjectName register(ServerView view, String name) throws JMException {
        var beans = ManagementFactory.getPlatformMBeanServer();
        try {
            return beans.registerMBean(view, new ObjectName(name)).getObjectName();
        } catch (InstanceAlreadyExistsException taken) {
            // the same path once more in this JVM: of another virtual host, or of the version that takes over from this
            // one
            var own = name + ",node=" + ObjectName.quote(view.getNodeId());
            return beans.registerMBean(view, new ObjectName(own)).getObjectName();
        }
    }

    private static void unregister(ObjectName name) {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException gone) {
            LOG.log(Level.DEBUG, "JMX has no more " + name, gone);
        }
    }

    @Override
    public String getState() {
        if (!io.isDraining()) {
            return "serving";
        }
        return io.connections() == 0 ? "drained" : "draining";
    }

    @Override
    public int getSessions() {
        return io.connections();
    }

    @Override
    public String getNodeId() {
        return io.nodeId();
    }

    @Override
    public String getNodeName() {
        return io.nodeName();
    }

    @Override
    public Set<String> getNodes() {
        return io.nodes();
    }

    @Override
    public Map<String, String> getSettings() {
        return settings;
    }

    @Override
    public Map<String, Long> getLimitHits() {
        var hits = new TreeMap<String, Long>();
        io.counters().forEach((limit, count) -> hits.put(limit.toString(), count));
        return hits;
    }

    @Override
    public Map<String, Long> getClusterCounters() {
        return io.clusterCounters();
    }

    @Override
    public Map<String, Long> getRelayCounters() {
        return io.engine().relayCounters();
    }

    @Override
    public Map<String, Double> getMetrics() {
        var values = new TreeMap<String, Double>();
        for (var metric : Metric.values()) {
            metric.samples(io).forEach(sample -> values.put(sample.name(metric), sample.value()));
        }
        return values;
    }

    @Override
    public void drain(int seconds) {
        LOG.log(
                Level.INFO,
                "{0} is drained within {1} s, as JMX has asked for",
                io.options().path(),
                seconds);
        io.drain(Duration.ofSeconds(seconds));
        io.audit(AuditEvent.of(AuditEvent.Kind.ADMIN_ACTION, "drain by JMX, " + seconds + " s"));
    }
}
