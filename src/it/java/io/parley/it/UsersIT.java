package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users across two nodes: the first in the container under test, the second in a process of its own, to be killed. */
class UsersIT extends OnServer {
    private static final TwoNodes NODES = new TwoNodes();

    private NodeProcess second;

    UsersIT() {
        super("calm.io");
    }

    @Deployment(testable = false)
    static WebArchive firstNode() {
        return Product.conformance(NODES.ofFirst());
    }

    @BeforeEach
    void join() {
        second = NodeProcess.start(Product.war().resolveSibling("conformance-app.war"), NODES.ofSecond());
    }

    @AfterEach
    void leave() {
        second.close();
    }

    @Test
    void toUser_reachesTheUserOnBothNodes_andPresenceIsThatOfBoth() {
        try (var watcher = client(server, "watcher");
                var here = client(server, "ann")) {
            assertThat(watcher.next("presence")).containsExactly("watcher", "ONLINE");
            assertThat(watcher.next("presence")).containsExactly("ann", "ONLINE");
            try (var there = client(second.uri(), "ann")) {
                watcher.emit("to-user", "ann", "hello");
                assertThat(here.next("told")).containsExactly("hello");
                assertThat(there.next("told")).containsExactly("hello");
                assertThat(watcher.isQuiet("told")).isTrue();

                assertThat(who(there, "ann"))
                        .containsEntry("devices", 2)
                        .containsEntry("users", List.of("ann", "watcher"));
                here.ask("away", true);
                assertThat(who(here, "ann")).containsEntry("presence", "ONLINE");
                there.ask("away", true);
                assertThat(watcher.next("presence")).containsExactly("ann", "AWAY");
            }
        }
    }

    @Test
    void whoWasOnANodeThatIsKilled_isGone_whoIsElsewhereTooIsNot() {
        try (var watcher = client(server, "ann");
                var there = client(second.uri(), "ann");
                var bob = client(second.uri(), "bob")) {
            assertThat(watcher.next("presence")).containsExactly("ann", "ONLINE");
            assertThat(watcher.next("presence")).containsExactly("bob", "ONLINE");
            assertThat(who(watcher, "ann")).containsEntry("devices", 2);

            second.kill();

            assertThat(watcher.next("presence")).containsExactly("bob", "OFFLINE");
            assertThat(who(watcher, "bob"))
                    .isEqualTo(Map.of("presence", "OFFLINE", "devices", 0, "users", List.of("ann")));
            assertThat(who(watcher, "ann")).containsEntry("devices", 1);
            assertThat(there.next("disconnect")).isNotEmpty();
            assertThat(bob.next("disconnect")).isNotEmpty();
        }
    }

    private static JavaClient client(URI node, String user) {
        var client = JavaClient.start(new SocketClientStart(
                node.resolve("calm.io/"), "websocket", "/users", Map.of("user", user), List.of("told", "presence")));
        client.next("connect");
        return client;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> who(JavaClient client, String user) {
        return (Map<String, Object>) client.ask("who", user).get(0);
    }
}
