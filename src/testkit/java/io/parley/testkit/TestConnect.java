package io.parley.testkit;

import io.parley.SocketIoServer;
import io.parley.engine.EngineRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a client is to connect: to the first node, to the usual namespace, as nobody, unless it is told otherwise. Confined
 * to the test's thread.
 *
 * <!-- sample: statements
 * SocketIoTestServer server; -->
 * <pre>{@code
 * var ann = server.client().namespace("/admin").principal("ann").auth(Map.of("token", "…")).connect();
 * }</pre>
 */
public final class TestConnect {
    private final SocketIoTestServer server;
    private final Map<String, String> query = new LinkedHashMap<>(Map.of("EIO", "4", "transport", "websocket"));
    private final Map<String, String> headers = new LinkedHashMap<>(Map.of("host", "test"));
    private String namespace;
    private String path;
    private int node = 1;
    private String address = "127.0.0.1";
    private Map<String, ?> auth = Map.of();
    private @Nullable Principal principal;
    private Set<String> roles = Set.of();

    TestConnect(SocketIoTestServer server, String namespace, String path) {
        this.server = server;
        this.namespace = namespace;
        this.path = path;
    }

    /**
     * The namespace to join.
     *
     * @param wanted begins with a slash
     * @return this
     */
    public TestConnect namespace(String wanted) {
        namespace = wanted;
        return this;
    }

    /**
     * The path of the server, where there are several.
     *
     * @param wanted as in the options of the server
     * @return this
     */
    public TestConnect path(String wanted) {
        path = wanted;
        return this;
    }

    /**
     * The node.
     *
     * @param number 1 is the first
     * @return this
     */
    public TestConnect node(int number) {
        node = number;
        return this;
    }

    /**
     * What the client sends as {@code auth}.
     *
     * @param fields by name
     * @return this
     */
    public TestConnect auth(Map<String, ?> fields) {
        auth = fields;
        return this;
    }

    /**
     * Whom the container has logged in.
     *
     * @param user the name
     * @return this
     */
    public TestConnect principal(String user) {
        return principal(new LoggedIn(user));
    }

    /**
     * Whom the container has logged in.
     *
     * @param user as the application expects it, with claims perhaps
     * @return this
     */
    public TestConnect principal(Principal user) {
        principal = user;
        return this;
    }

    /**
     * The roles that the user has. The application sees those that the server asks for, see
     * {@link io.parley.ServerOptions.Builder#roles}.
     *
     * @param names in place of those before
     * @return this
     */
    public TestConnect roles(String... names) {
        roles = Set.of(names);
        return this;
    }

    /**
     * A header of the first request.
     *
     * @param header in any case
     * @param value in place of the one before
     * @return this
     */
    public TestConnect header(String header, String value) {
        headers.put(header.toLowerCase(Locale.ROOT), value);
        return this;
    }

    /**
     * A parameter of the first request.
     *
     * @param key not one of the protocol's own
     * @param value in place of the one before
     * @return this
     */
    public TestConnect query(String key, String value) {
        query.put(key, value);
        return this;
    }

    /**
     * The address that the client has.
     *
     * @param ip by default {@code 127.0.0.1}
     * @return this
     */
    public TestConnect address(String ip) {
        address = ip;
        return this;
    }

    /**
     * {@return a client that has joined the namespace}
     *
     * @throws AssertionError if it is refused
     */
    public SocketIoTestClient connect() {
        return server.connect(this);
    }

    /**
     * {@return why a client was refused}
     *
     * @throws AssertionError if it has joined
     */
    public ConnectRefused refused() {
        return server.refused(this);
    }

    String namespace() {
        return namespace;
    }

    Map<String, ?> auth() {
        return auth;
    }

    String user() {
        return principal == null ? "" : principal.getName();
    }

    SocketIoServer io() {
        return server.io(node, path);
    }

    EngineRequest request() {
        var askedFor = new HashSet<>(roles);
        askedFor.retainAll(io().options().roles());
        var raw = query.entrySet().stream()
                .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        return new EngineRequest(
                "GET", path + "/", raw, query, headers, address, false, principal, askedFor, null, Instant.EPOCH);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private record LoggedIn(String name) implements Principal {
        @Override
        public String getName() {
            return name;
        }
    }
}
