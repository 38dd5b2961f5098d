package io.parley.webapp;

import io.parley.SocketIoServer;
import io.parley.health.RunningServers;
import io.parley.micrometer.ParleyMeters;
import io.parley.opentelemetry.ParleyInstruments;
import io.parley.packet.JsonText;
import io.parley.transport.BearerKeys;
import io.parley.transport.CallServlet;
import io.parley.transport.JsonCall;
import jakarta.servlet.ServletContext;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What load balancers, operators and their programs have of one server, from its start to its stop. */
final class Operations implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Operations.class.getName());
    private static final System.Logger AUDIT = System.getLogger("io.parley.audit");

    private final SocketIoServer io;
    private final List<Runnable> undoing = new ArrayList<>();

    private Operations(SocketIoServer io) {
        this.io = io;
    }

    /**
     * Registers servlets and all else that looks at the server.
     *
     * @param settings as they are in effect
     */
    static Operations start(
            ServletContext context,
            SocketIoServer io,
            Configuration configuration,
            ContainerEnvironment environment,
            Map<String, String> settings) {
        var operations = new Operations(io);
        try {
            operations.probes(context);
            configuration
                    .emitKeys()
                    .ifPresent(keys -> operations.call(context, environment, "/emit", new EmitCall(io), keys));
            configuration
                    .drainKeys()
                    .ifPresent(keys -> operations.call(
                            context, environment, "/-/drain", new DrainCall(io, configuration.drainTime()), keys));
            if (configuration.audit()) {
                operations.audit(environment);
            }
            operations.undoing.add(ServerView.register(context.getContextPath(), io, settings));
            operations.undoing.add(RunningServers.add(io));
            operations.bridge(() -> ParleyMeters.bindGlobally(io));
            operations.bridge(() -> ParleyInstruments.registerGlobally(io));
            return operations;
        } catch (RuntimeException | Error failure) {
            operations.close();
            throw failure;
        }
    }

    /** What fails keeps nothing else from being taken back. */
    @Override
    public void close() {
        for (var undo : undoing) {
            try {
                undo.run();
            } catch (RuntimeException | Error failure) {
                LOG.log(Level.ERROR, "something that looked at the server is not taken back", failure);
            }
        }
    }

    /** @param bridge fails to link where what it leads to is absent */
    private void bridge(Supplier<Runnable> bridge) {
        try {
            undoing.add(bridge.get());
        } catch (NoClassDefFoundError absent) {
            LOG.log(Level.DEBUG, "figures go one way less", absent);
        } catch (LinkageError old) {
            LOG.log(
                    Level.WARNING,
                    "figures go one way less: what is here of it is of a version that is not known",
                    old);
        }
    }

    /** The path without a dash was there first. */
    private void probes(ServletContext context) {
        var path = io.options().path();
        context.addServlet("parley live " + path, Probe.live()).addMapping(path + "/-/live");
        context.addServlet("parley ready " + path, Probe.ready(io)).addMapping(path + "/-/ready", path + "/ready");
    }

    private void call(
            ServletContext context, ContainerEnvironment environment, String below, JsonCall call, BearerKeys keys) {
        var engine = io.options().engine();
        var servlet = new CallServlet(
                call,
                keys,
                engine.maxPayloadBytes(),
                engine.postTimeout(),
                environment.environment(),
                io.engine().counters());
        var path = io.options().path() + below;
        var registration = context.addServlet("parley call " + path, servlet);
        registration.setAsyncSupported(true);
        registration.addMapping(path);
    }

    private void audit(ContainerEnvironment environment) {
        var about = new LinkedHashMap<String, String>();
        about.put("node", io.nodeName());
        about.put("server", io.options().path());
        var log = new AuditLog(
                about,
                Clock.systemUTC(),
                environment.apartFromHandlers(),
                new JsonText(io.options().parserLimits()),
                line -> AUDIT.log(Level.INFO, line));
        io.onAudit(log);
        undoing.add(log::close);
    }
}
