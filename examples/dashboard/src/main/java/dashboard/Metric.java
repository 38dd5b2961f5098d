package dashboard;

import com.sun.management.OperatingSystemMXBean;
import io.parley.SocketIoServer;
import java.lang.management.ManagementFactory;
import java.util.function.ToDoubleFunction;

/** What the dashboard can show. */
public enum Metric {
    /** Percent of all cores that this process uses. */
    CPU(io -> 100 * Math.max(0, Jvm.SYSTEM.getProcessCpuLoad())),
    /** Used heap, in MB. */
    HEAP(io -> (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) / 1e6),
    THREADS(io -> ManagementFactory.getThreadMXBean().getThreadCount()),
    /** Clients that are connected to this server. */
    CLIENTS(SocketIoServer::connections);

    private final ToDoubleFunction<SocketIoServer> gauge;

    Metric(ToDoubleFunction<SocketIoServer> gauge) {
        this.gauge = gauge;
    }

    Reading read(SocketIoServer io) {
        return new Reading(this, System.currentTimeMillis(), gauge.applyAsDouble(io));
    }

    private static final class Jvm {
        static final OperatingSystemMXBean SYSTEM =
                (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    }
}
