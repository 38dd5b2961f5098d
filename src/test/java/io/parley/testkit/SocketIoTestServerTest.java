package io.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.parley.ServerOptions;
import io.parley.testkit.Greeter.Message;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SocketIoTestServerTest {
    @RegisterExtension
    final SocketIoTestServer server = SocketIoTestServer.of(Greeter.class)
            .nodes(2)
            .options(ServerOptions.builder()
                    .path("/live")
                    .roles(Set.of("chief", "clerk"))
                    .engine(engine -> engine.allowAnonymous(false))
                    .build());

    @Test
    void nodes_areOneCluster() {
        var ann = server.client().principal("ann").connect();
        var bob = server.client().node(2).principal("bob").connect();

        ann.emit("message", new Message("hello", 1));

        assertThat(bob.received("message", Message.class).text()).isEqualTo("hello");
        assertThat(server.io(1).nodes()).hasSize(2).isEqualTo(server.io(2).nodes());
        assertThat(bob.socket()).isIn(server.io(2).sockets());
    }

    @Test
    void options_hold() {
        assertThat(server.client().refused().message()).isEqualTo("Forbidden");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> server.client().path("/other").connect());
        assertThatIllegalArgumentException().isThrownBy(() -> server.io(3));
    }

    @Test
    void roles_areThoseThatTheServerAsksFor(
            @ConnectAs(
                            value = "ann",
                            roles = {"chief", "guest"},
                            node = 2)
                    SocketIoTestClient ann) {
        assertThat(ann.socket().handshake().roles()).containsExactly("chief");
        assertThat(server.io(2).sockets()).containsExactly(ann.socket());
    }

    @Test
    void of_whatIsNoApplication_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SocketIoTestServer.of(String.class))
                .withMessage("java.lang.String is no SocketIoApplication, and has no @SocketIoEndpoint");
        assertThatIllegalArgumentException().isThrownBy(() -> server.nodes(0));
    }

    @Test
    void outsideOfATest_thereIsNoServer() {
        assertThatIllegalStateException()
                .isThrownBy(() -> SocketIoTestServer.of(Greeter.class).connect());
    }
}
