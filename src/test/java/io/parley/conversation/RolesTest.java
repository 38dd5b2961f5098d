package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ConnectionRefusedException;
import io.parley.RecoveryOptions;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.engine.Login;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The roles that the container gave a client at its handshake. */
final class RolesTest {
    private static final Principal ADA = () -> "ada";

    @RegisterExtension
    final TestServer server = new TestServer(ServerOptions.builder()
            .recovery(new RecoveryOptions(Duration.ofMinutes(2), false, 100, 1000, 1_000_000, 5, 1000))
            .build());

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void listen() {
        server.io().on("connection", sockets::add);
    }

    @Test
    void roles_areOnTheSocketsOfAllNamespaces() {
        server.io().of("/admin").on("connection", sockets::add);
        connect(Set.of("admin")).send("40/admin,");
        assertThat(sockets).hasSize(2).allSatisfy(socket -> {
            assertThat(socket.handshake().roles()).containsExactly("admin");
            assertThat(socket.handshake().isInRole("admin")).isTrue();
            assertThat(socket.handshake().isInRole("reader")).isFalse();
        });
    }

    @Test
    void middleware_refusesWhoLacksOne_andTheConnectionLives() {
        server.io().of("/admin").use(socket -> {
            if (!socket.handshake().isInRole("admin")) {
                throw new ConnectionRefusedException("not an admin");
            }
        });
        var reader = connect(Set.of("reader"));
        reader.take();
        assertThat(reader.send("40/admin,").take()).containsExactly("44/admin,{\"message\":\"not an admin\"}");
        assertThat(reader.isClosed()).isFalse();
        assertThat(connect(Set.of("admin")).send("40/admin,").take())
                .last()
                .asString()
                .startsWith("40/admin,{");
    }

    @Test
    void recoveredSocket_hasTheRolesOfItsNewHandshake() {
        var client = connect(Set.of("admin"));
        var answer = client.take().get(1);
        var pid = answer.split("\"pid\":\"")[1].split("\"")[0];
        client.breakOff();
        TestClient.webSocket(server.io().engine(), new Login(ADA, Set.of(), null))
                .send("40{\"pid\":\"" + pid + "\"}");
        assertThat(sockets.get(1).recovered()).isTrue();
        assertThat(sockets.get(1).handshake().roles()).isEmpty();
    }

    @Test
    void fetchedSocket_hasThem() {
        connect(Set.of("admin", "reader"));
        var fetched = server.io().fetchSockets().toCompletableFuture().join().sockets();
        assertThat(fetched).singleElement().satisfies(socket -> assertThat(
                        socket.handshake().roles())
                .containsExactlyInAnyOrder("admin", "reader"));
    }

    @Test
    void options_areBounded_andCopied() {
        var names = IntStream.range(0, 100).mapToObj(i -> "r" + i).collect(Collectors.toCollection(HashSet::new));
        var options = ServerOptions.builder().roles(names).build();
        names.add("more");
        assertThat(options.roles()).hasSize(100).doesNotContain("more");
        assertThat(options.toBuilder().build().roles()).isEqualTo(options.roles());
        for (var wrong : List.of(names, Set.of(""), Set.of("x".repeat(257)))) {
            assertThatThrownBy(() -> ServerOptions.builder().roles(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("roles must ");
        }
    }

    private TestClient connect(Set<String> roles) {
        return TestClient.webSocket(server.io().engine(), new Login(ADA, roles, null))
                .send("40");
    }
}
