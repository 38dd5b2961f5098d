package io.parley.apps.conformance;

import io.parley.RecoveryOptions;
import io.parley.ServerOptions;
import io.parley.SocketIoServer;
import io.parley.engine.AllowedOrigins;
import io.parley.engine.Cookie;
import io.parley.engine.Cors;
import io.parley.engine.EngineOptions;
import io.parley.engine.RequestRefusedException;
import io.parley.packet.MsgpackParser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One of the servers.
 *
 * @param preparation what is special about it besides its options
 */
record Endpoint(ServerOptions options, Consumer<SocketIoServer> preparation) {
    /** All of them; what they do not say themselves is as the operator has configured it. */
    static List<Endpoint> all(ServerOptions configured) {
        var endpoints = new ArrayList<Endpoint>();
        endpoints.add(plain(local(configured, "/socket.io")
                .connectTimeout(Duration.ofSeconds(1))
                .engine(Endpoint::fast)));
        endpoints.add(plain(at(configured, "/calm.io").engine(engine -> engine.allowEIO3(true))));
        endpoints.add(plain(at(configured, "/recovery.io").recovery(recovery())));
        endpoints.add(new Endpoint(
                local(configured, "/options.io")
                        .connectTimeout(Duration.ofSeconds(2))
                        .engine(Endpoint::unusual)
                        .build(),
                Endpoint::addHeaders));
        endpoints.add(plain(local(configured, "/msgpack.io").parser(MsgpackParser::new)));
        if (configured.clustered()) {
            endpoints.add(plain(at(configured, "/nosticky.io")));
        }
        return List.copyOf(endpoints);
    }

    void prepare(SocketIoServer io) {
        preparation.accept(io);
    }

    /** The heartbeat of endpoints on which tests wait for it. */
    static void fast(EngineOptions.Builder engine) {
        engine.pingInterval(milliseconds("PING_INTERVAL", 300)).pingTimeout(milliseconds("PING_TIMEOUT", 200));
    }

    private static ServerOptions.Builder at(ServerOptions configured, String path) {
        // suites send any origin, and expect to be served, as by the reference
        return configured.toBuilder().path(path).engine(engine -> engine.allowedOrigins(AllowedOrigins.any()));
    }

    /** One that does not span the nodes. */
    private static ServerOptions.Builder local(ServerOptions configured, String path) {
        return at(configured, path).clustered(false);
    }

    private static Endpoint plain(ServerOptions.Builder options) {
        return new Endpoint(options.build(), io -> {});
    }

    private static RecoveryOptions recovery() {
        var defaults = RecoveryOptions.defaults();
        return new RecoveryOptions(
                Duration.ofSeconds(2),
                true,
                defaults.maxSessions(),
                defaults.maxPackets(),
                defaults.maxBytes(),
                defaults.maxMissedPackets(),
                defaults.maxMissedBytes());
    }

    private static void unusual(EngineOptions.Builder engine) {
        engine.maxPayloadBytes(10_000)
                .upgradeTimeout(Duration.ofMillis(500))
                .perMessageDeflate(true)
                .cors(Cors.origins("http://allowed.example", "http://also.example")
                        .credentials(true)
                        .methods("GET", "POST")
                        .allowedHeaders("x-custom"))
                .cookie(Cookie.named("io-test"))
                .allowRequest(request -> {
                    if ("1".equals(request.query().get("reject"))) {
                        throw new RequestRefusedException("rejected by the app");
                    }
                });
    }

    private static void addHeaders(SocketIoServer io) {
        io.engine().onInitialHeaders((headers, request) -> headers.set("x-initial", "yes"));
        io.engine().onHeaders((headers, request) -> headers.set("x-every", "yes"));
    }

    private static Duration milliseconds(String variable, long preset) {
        var value = System.getenv(variable);
        return Duration.ofMillis(value == null ? preset : Long.parseLong(value));
    }
}
