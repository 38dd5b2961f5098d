package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Jetty that has Hazelcast among its own classes, and an instance of it that runs before and after the application, which
 * is a WAR without Hazelcast. The other node is an ordinary one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BorrowedHazelcastIT {
    private static final String HAZELCAST = "WEB-INF/lib/hazelcast-";

    private final TwoNodes nodes = new TwoNodes();

    @TempDir
    private static Path folder;

    private URLClassLoader classesOfTheServer;
    private Object instance;
    private Path slim;
    private Node other;

    @BeforeAll
    void startTheInstance() throws Exception {
        var jar = folder.resolve("hazelcast.jar");
        String entry;
        try (var war = new ZipFile(Product.war().toFile())) {
            entry = war.stream()
                    .map(one -> one.getName())
                    .filter(name -> name.startsWith(HAZELCAST))
                    .findFirst()
                    .orElseThrow();
            Files.copy(war.getInputStream(war.getEntry(entry)), jar);
        }
        slim = folder.resolve("slim.war");
        var archive = Product.conformance(Map.of());
        assertThat(archive.delete("/" + entry)).isNotNull();
        archive.as(ZipExporter.class).exportTo(slim.toFile());

        classesOfTheServer =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader());
        var members = nodes.members().split(",");
        var config = classesOfTheServer.loadClass("com.hazelcast.config.Config");
        var yaml = """
                hazelcast:
                  cluster-name: %s
                  instance-name: shared
                  properties:
                    hazelcast.logging.type: jdk
                    hazelcast.phone.home.enabled: false
                    hazelcast.wait.seconds.before.join: 0
                    hazelcast.local.localAddress: 127.0.0.1
                    hazelcast.socket.bind.any: false
                  network:
                    port:
                      port: %s
                      auto-increment: false
                    join:
                      auto-detection:
                        enabled: false
                      multicast:
                        enabled: false
                      tcp-ip:
                        enabled: true
                        member-list:
                          - %s
                          - %s
                """.formatted(nodes.name(), members[0].split(":")[1], members[0], members[1]);
        instance = classesOfTheServer
                .loadClass("com.hazelcast.core.Hazelcast")
                .getMethod("newHazelcastInstance", config)
                .invoke(null, config.getMethod("loadFromString", String.class).invoke(null, yaml));
        other = JettyNode.start(Product.war().resolveSibling("conformance-app.war"), nodes.ofSecond());
    }

    @AfterAll
    void end() throws Exception {
        other.close();
        call(instance, "shutdown");
        classesOfTheServer.close();
    }

    @Test
    void theInstanceIsUsed_survivesTheApplication_andKeepsNothingOfIt() throws Exception {
        for (int deployment = 1; deployment <= 3; deployment++) {
            var left = deployAndUse();
            assertThat(call(call(instance, "getLifecycleService"), "isRunning")).isEqualTo(true);
            for (int i = 0; i < 100 && left.get() != null; i++) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(left.get())
                    .as("the class loader of deployment " + deployment)
                    .isNull();
        }
    }

    private WeakReference<ClassLoader> deployAndUse() {
        try (var node = JettyNode.start(slim, settings("name:shared"), classesOfTheServer)) {
            try (var here = client(node.uri());
                    var there = client(other.uri())) {
                here.ask("join", List.of("r"));
                there.ask("join", List.of("r"));
                // the other node knows this one when it has heard it
                for (int i = 0; i < 100 && sockets(there) < 2; i++) {
                    assertThat(here.isQuiet("b")).isTrue();
                }
                for (var sender : List.of(here, there)) {
                    sender.ask("broadcast", Map.of("rooms", List.of("r"), "event", "b", "args", List.of(sender.id())));
                    for (var receiver : List.of(here, there)) {
                        assertThat(receiver.next("b")).containsExactly(sender.id());
                    }
                }
            }
            return node.classes();
        }
    }

    @Test
    void aWarWithAHazelcastOfItsOwn_isTold_thatItDoesNotSeeThatOfTheServer() {
        var war = Product.war().resolveSibling("conformance-app.war");
        assertThatThrownBy(() -> JettyNode.start(war, settings("name:shared"), classesOfTheServer))
                .hasStackTraceContaining(
                        "Parley does not start: parley.cluster.*: there is no Hazelcast instance \"shared\""
                                + " of the Hazelcast classes that this web application sees, which come from ")
                .hasStackTraceContaining("WEB-INF/lib/hazelcast-");
    }

    @Test
    void aWarWithoutHazelcast_onAServerWithoutIt_isToldSo() {
        assertThatThrownBy(() -> JettyNode.start(slim, settings("name:shared")))
                .hasStackTraceContaining(
                        "is missing: this WAR has no Hazelcast of its own, and the server shows it none");
    }

    private static Map<String, String> settings(String hazelcast) {
        return Map.of("parley.cluster.hazelcast", hazelcast);
    }

    private static int sockets(JavaClient client) {
        var answer = (Map<?, ?>)
                client.ask("fetch-sockets", Map.of("rooms", List.of("r"))).get(0);
        return ((List<?>) answer.get("sockets")).size();
    }

    private static JavaClient client(URI node) {
        var client = JavaClient.start(
                new SocketClientStart(node.resolve("calm.io/"), "websocket", "/kit", Map.of(), List.of("b")));
        client.next("connect");
        return client;
    }

    private static Object call(Object target, String method) throws Exception {
        for (var type : target.getClass().getInterfaces()) {
            try {
                return type.getMethod(method).invoke(target);
            } catch (NoSuchMethodException another) {
                // of the next interface
            }
        }
        return target.getClass().getMethod(method).invoke(target);
    }
}
