package io.parley.transport;

import io.parley.cluster.ClusterBus;
import io.parley.engine.CloseReason;
import io.parley.engine.EngineListener;
import io.parley.engine.EngineOptions;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineServer;
import io.parley.engine.EngineSession;
import io.parley.kernel.Environment;
import io.parley.kernel.IdGenerator;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.ee10.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** An {@link EngineServlet} at {@code /engine.io/} of a Jetty in this JVM, on a free port of 127.0.0.1. */
final class Endpoint {
    /** Those that the server asks for. */
    static final Set<String> ROLES = Set.of("admin", "reader");

    private final Server jetty = new Server();
    private final ServerConnector connector = new ServerConnector(
            jetty, new HttpConnectionFactory(), new HTTP2CServerConnectionFactory(new HttpConfiguration()));
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(2);
    private final EngineServer server;
    private final @Nullable Relay relay;

    private Endpoint(
            EngineOptions options, Function<EngineSession, EngineListener> application, @Nullable ClusterBus bus)
            throws Exception {
        var environment = new Environment(
                System::nanoTime,
                (delay, task) -> {
                    var future = threads.schedule(task, delay, TimeUnit.NANOSECONDS);
                    return () -> future.cancel(false);
                },
                threads,
                IdGenerator.secure(),
                failure -> {
                    throw new AssertionError(failure);
                });
        server = new EngineServer(options, environment, application);
        relay = bus == null ? null : new Relay(bus, "/engine.io", server, environment, threads);
        connector.setHost("127.0.0.1");
        jetty.addConnector(connector);
        var context = new ServletContextHandler("/app", ServletContextHandler.SESSIONS);
        JakartaWebSocketServletContainerInitializer.configure(context, null);
        var filter = new FilterHolder(Endpoint::login);
        filter.setAsyncSupported(true);
        context.addFilter(filter, "/*", EnumSet.of(DispatcherType.REQUEST));
        var holder = new ServletHolder(new EngineServlet(server, threads, Clock.systemUTC(), ROLES, relay));
        holder.setAsyncSupported(true);
        context.addServlet(holder, "/engine.io/*");
        jetty.setHandler(context);
        jetty.start();
    }

    /** A header {@code User}, {@code Role} or {@code Address} is who, with which role, and where from; {@code Login} opens an HTTP session. */
    private static void login(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var user = ((HttpServletRequest) request).getHeader("User");
        var role = ((HttpServletRequest) request).getHeader("Role");
        var address = ((HttpServletRequest) request).getHeader("Address");
        if (((HttpServletRequest) request).getHeader("Login") != null) {
            ((HttpServletRequest) request).getSession();
        }
        chain.doFilter(
                new HttpServletRequestWrapper((HttpServletRequest) request) {
                    @Override
                    public @Nullable Principal getUserPrincipal() {
                        return user == null ? null : () -> user;
                    }

                    @Override
                    public boolean isUserInRole(String name) {
                        return name.equals(role);
                    }

                    @Override
                    public String getRemoteAddr() {
                        return address == null ? super.getRemoteAddr() : address;
                    }
                },
                response);
    }

    static Endpoint echo(Consumer<EngineOptions.Builder> change) throws Exception {
        var options = EngineOptions.builder();
        change.accept(options);
        return new Endpoint(options.build(), session -> new Echo(session, end -> {}), null);
    }

    /** The same, as a node of a cluster. */
    static Endpoint node(ClusterBus bus, Consumer<EngineOptions.Builder> change, Consumer<String> ends)
            throws Exception {
        var options = EngineOptions.builder();
        change.accept(options);
        return new Endpoint(options.build(), session -> new Echo(session, ends), bus);
    }

    /** The same, and it is told why each session has ended: {@code "transport error: overlap from client"}. */
    static Endpoint echo(Consumer<EngineOptions.Builder> change, Consumer<String> ends) throws Exception {
        var options = EngineOptions.builder();
        change.accept(options);
        return new Endpoint(options.build(), session -> new Echo(session, ends), null);
    }

    EngineServer server() {
        return server;
    }

    /** Sends a request to {@code /app/engine.io} + target, and reads the answer. */
    Answer request(String method, String target, String body, String... headers) throws IOException {
        return request(method, target, body.getBytes(StandardCharsets.UTF_8), headers);
    }

    Answer request(String method, String target, byte[] body, String... headers) throws IOException {
        var all = new ArrayList<>(List.of(headers));
        if (body.length > 0) {
            all.add("Content-Length: " + body.length);
        }
        try (var connection = start(method, target, all.toArray(String[]::new))) {
            connection.socket.getOutputStream().write(body);
            return connection.answer();
        }
    }

    /** Sends a request but for its body, and reads nothing yet. */
    Connection start(String method, String target, String... headers) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        socket.setSoTimeout(20_000);
        var head = new StringBuilder(method + " /app/engine.io" + target + " HTTP/1.1\r\nHost: here\r\n");
        List.of(headers).forEach(header -> head.append(header).append("\r\n"));
        socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        return new Connection(socket);
    }

    Answer get(String target, String... headers) throws IOException {
        return request("GET", target, "", headers);
    }

    /** Opens a polling session and returns its id. */
    String open(String query) throws IOException {
        var body = get("/?" + query).text();
        int start = body.indexOf("\"sid\":\"") + 7;
        return body.substring(start, body.indexOf('"', start));
    }

    /** The answer to a request for a WebSocket; the connection is cut afterwards. */
    Answer upgrade(String target, String... headers) throws IOException {
        var all = new ArrayList<>(List.of(
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="));
        all.addAll(List.of(headers));
        return get(target, all.toArray(String[]::new));
    }

    String url(String target) {
        return "ws://127.0.0.1:" + connector.getLocalPort() + "/app/engine.io" + target;
    }

    void stop() throws Exception {
        jetty.stop();
        threads.shutdownNow();
    }

    /** One on which a request has been sent. */
    record Connection(Socket socket) implements AutoCloseable {
        Answer answer() throws IOException {
            return Answer.read(new BufferedInputStream(socket.getInputStream()));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    record Answer(int status, List<String> headers, byte[] body) {
        static Answer read(BufferedInputStream in) throws IOException {
            int status = Integer.parseInt(line(in).split(" ")[1]);
            var headers = new ArrayList<String>();
            int length = 0;
            for (var line = line(in); !line.isEmpty(); line = line(in)) {
                headers.add(line);
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            return new Answer(status, headers, in.readNBytes(length));
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** All values of a header. */
        List<String> header(String name) {
            var start = name.toLowerCase(Locale.ROOT) + ":";
            return headers.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .toList();
        }

        private static String line(BufferedInputStream in) throws IOException {
            var line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the connection ended");
                }
                line.write(next);
            }
            return line.toString(StandardCharsets.ISO_8859_1).strip();
        }
    }

    private record Echo(EngineSession session, Consumer<String> ends) implements EngineListener {
        @Override
        public void message(EnginePacket message) {
            session.send(List.of(message));
        }

        @Override
        public void closed(CloseReason reason, String description) {
            ends.accept(reason + ": " + description);
        }
    }
}
