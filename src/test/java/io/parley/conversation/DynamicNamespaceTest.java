package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ConnectionRefusedException;
import io.parley.Namespace;
import io.parley.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Namespaces that come into being when a client asks for them, and go with the last one. */
final class DynamicNamespaceTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<String> log = new ArrayList<>();

    @Test
    void namespaceIsMadeOnDemand_withTheParentsListenersAndMiddlewares() {
        var parent = server.io().of(Pattern.compile("/dyn-\\d+"));
        parent.use(socket -> log.add("checked"));
        parent.on("connection", socket -> socket.emit("nsp", socket.namespace().name()));
        server.io().onNewNamespace(namespace -> log.add("new " + namespace.name()));
        var client = server.openWebSocket().send("40/dyn-1,");
        assertThat(client.take()).containsExactly("40/dyn-1,{\"sid\":\"id-2\"}", "42/dyn-1,[\"nsp\",\"/dyn-1\"]");
        assertThat(log).containsExactly("new /dyn-1", "checked");
        assertThat(server.openWebSocket().send("40/dyn-x,").take())
                .containsExactly("44/dyn-x,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void newNamespace_isTold_alsoWhenTheApplicationMakesIt() {
        server.io().onNewNamespace(namespace -> log.add(namespace.name()));
        server.io().of("a");
        server.io().of("/a");
        server.io().of("/");
        assertThat(log).containsExactly("/a");
    }

    @Test
    void matcher_seesTheAuth_andOneThatFailsSaysNo() {
        server.io().of((name, auth) -> {
            if (name.equals("/bug")) {
                throw new IllegalStateException("bug of the application");
            }
            return auth.get("key") instanceof String key && key.equals("x");
        });
        assertThat(server.openWebSocket().send("40/a,{\"key\":\"x\"}").take())
                .singleElement()
                .asString()
                .startsWith("40/a,");
        assertThat(server.openWebSocket().send("40/a2,").take())
                .singleElement()
                .asString()
                .startsWith("44/a2,");
        assertThat(server.openWebSocket().send("40/bug,{\"key\":\"x\"}").take())
                .containsExactly("44/bug,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void parent_emitsToAllOfItsNamespaces_andTheirRooms() {
        var parent = server.io().of(Pattern.compile("/dyn-\\d+"));
        parent.on(
                "connection",
                socket -> socket.join("r" + socket.namespace().name().substring(5)));
        var one = server.openWebSocket().send("40/dyn-1,");
        var two = server.openWebSocket().send("40/dyn-2,");
        var other = server.connectWebSocket();
        one.take();
        two.take();
        parent.to("r1").to("nowhere").emit("a");
        parent.in("r1", "r2").except("r2").emit("b");
        parent.except("r1").emit("c");
        assertThat(one.take()).containsExactly("42/dyn-1,[\"a\"]", "42/dyn-1,[\"b\"]");
        assertThat(two.take()).containsExactly("42/dyn-2,[\"c\"]");
        assertThat(other.take()).isEmpty();
        parent.to("r2").disconnectSockets(false);
        assertThat(two.take()).containsExactly("41/dyn-2,");
        var nobody = parent.to("r1");
        assertThatThrownBy(nobody::fetchSockets)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessage("fetchSockets is not supported on parent namespaces");
        assertThatThrownBy(() -> nobody.emitWithAck("x")).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void firstParentThatMatches_counts() {
        server.io().of(Pattern.compile("/a.*")).on("connection", socket -> log.add("first"));
        server.io().of(Pattern.compile("/.*")).on("connection", socket -> log.add("second"));
        server.openWebSocket().send("40/abc,").send("40/xyz,");
        assertThat(log).containsExactly("first", "second");
    }

    @Test
    void parentEmit_reachesAllItsNamespaces() {
        var parent = server.io().of(Pattern.compile("/d\\d"));
        var one = server.openWebSocket().send("40/d1,");
        var two = server.openWebSocket().send("40/d2,");
        one.take();
        two.take();
        parent.emit("hi");
        assertThat(one.take()).containsExactly("42/d1,[\"hi\"]");
        assertThat(two.take()).containsExactly("42/d2,[\"hi\"]");
        assertThat(parent.children()).extracting(Namespace::name).containsExactlyInAnyOrder("/d1", "/d2");
    }

    @Test
    void namespaceThatNobodyIsIn_isForgotten_unlessTheApplicationHoldsIt() {
        var parent = server.io().of(Pattern.compile("/d\\d"));
        server.openWebSocket().send("40/d1,").send("41/d1,");
        assertThat(parent.children()).isEmpty();
        server.openWebSocket().send("40/d2,").breakOff();
        assertThat(parent.children()).isEmpty();
        var held = server.io().of("/d3");
        server.openWebSocket().send("40/d3,").send("41/d3,");
        assertThat(parent.children()).containsExactly(held);
    }

    @Test
    void clientRefusedByAMiddleware_leavesNoNamespace() {
        var parent = server.io().of(Pattern.compile("/d\\d"));
        parent.use(socket -> {
            throw new ConnectionRefusedException("no");
        });
        server.openWebSocket().send("40/d1,");
        assertThat(parent.children()).isEmpty();
    }

    @Test
    void number_isBounded() {
        var parent = server.io().of(Pattern.compile("/.*"));
        for (int i = 0; i < 100; i++) {
            var client = server.openWebSocket();
            for (int j = 0; j < 16; j++) {
                client.send("40/n" + i + "-" + j + ",");
            }
        }
        assertThat(parent.children()).hasSize(999);
    }
}
