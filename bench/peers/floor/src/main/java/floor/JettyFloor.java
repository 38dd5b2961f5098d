package floor;

import java.time.Duration;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.websocket.core.Configuration.ConfigurationCustomizer;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.eclipse.jetty.websocket.core.server.WebSocketUpgradeHandler;

/**
 * The bare endpoint on an embedded Jetty. MODE=jakarta (the default) has it behind the Jakarta API, MODE=core behind
 * Jetty's own one below that. VIRTUAL=1: virtual threads.
 */
final class JettyFloor {
    private JettyFloor() {}

    public static void main(String[] args) throws Exception {
        var port = System.getenv().getOrDefault("PORT", "3000");
        var threads = new QueuedThreadPool(200);
        if ("1".equals(System.getenv("VIRTUAL"))) {
            threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        }
        var server = new Server(threads);
        server.addConnector(connector(server, Integer.parseInt(port)));
        var context = new ServletContextHandler("/");
        context.addServlet(new ServletHolder(new Polling()), "/socket.io/*");
        if ("core".equals(System.getenv("MODE"))) {
            server.setHandler(core(context));
        } else {
            server.setHandler(context);
            JakartaWebSocketServletContainerInitializer.configure(
                    context, (servletContext, container) -> container.addEndpoint(Endpoint.class));
        }
        server.start();
        System.out.println("listening on " + port);
        server.join();
    }

    private static ServerConnector connector(Server server, int port) {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        var connector = new ServerConnector(server, 1, -1, new HttpConnectionFactory(http));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(4096);
        connector.setIdleTimeout(600_000);
        return connector;
    }

    private static WebSocketUpgradeHandler core(ServletContextHandler otherwise) {
        var settings = new ConfigurationCustomizer();
        settings.setIdleTimeout(Duration.ZERO);
        var upgrades = new WebSocketUpgradeHandler();
        upgrades.addMapping("/socket.io/", new WebSocketNegotiator.AbstractNegotiator(settings) {
            @Override
            public FrameHandler negotiate(
                    ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
                return new CoreEndpoint();
            }
        });
        upgrades.setHandler(otherwise);
        return upgrades;
    }
}
