package io.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.parley.Socket;
import io.parley.endpoint.OnConnect;
import io.parley.endpoint.OnEvent;
import io.parley.endpoint.SocketIoEndpoint;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Annotated endpoints in the test kit. */
class SocketIoTestEndpointTest {
    private int price = 5;

    @RegisterExtension
    final SocketIoTestServer server =
            SocketIoTestServer.of(Chat.class).with(new Prices(() -> price)).nodes(2);

    @Test
    void instanceOfTheTest_answers_onEachNode() {
        price = 7;

        assertThat(server.client()
                        .namespace("/prices")
                        .connect()
                        .emitWithAck("price")
                        .as(Integer.class))
                .isEqualTo(7);
        assertThat(server.client()
                        .namespace("/prices")
                        .node(2)
                        .connect()
                        .emitWithAck("price")
                        .as(Integer.class))
                .isEqualTo(7);
    }

    @Test
    void roles_areAskedFor() {
        var ann = server.client()
                .namespace("/chat")
                .principal("ann")
                .roles("boss")
                .connect();
        var bob = server.client().namespace("/chat").principal("bob").node(2).connect();

        assertThat(ann.emitWithAck("close", "lobby").as(Boolean.class)).isTrue();
        assertThat(bob.received("closed", String.class)).isEqualTo("lobby");
        assertThat(bob.emitWithAck("close", "lobby").get(0)).asString().contains("FORBIDDEN");
    }

    @Test
    void with_whatIsNoEndpoint_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> server.with("text"));
    }

    /** Not of the test's. */
    @SocketIoEndpoint("/chat")
    public static class Chat {
        @OnConnect
        void hello(Socket socket) {
            socket.join("lobby");
        }

        @OnEvent("message")
        CompletionStage<Receipt> message(Message message, Socket socket) {
            socket.to("lobby").emit("message", message);
            return CompletableFuture.completedFuture(new Receipt(message.text().length()));
        }

        @OnEvent("close")
        @RolesAllowed("boss")
        boolean close(String room, Socket socket) {
            socket.namespace().to(room).timeout(Duration.ofSeconds(1)).emit("closed", room);
            return true;
        }
    }

    /** Needs something. */
    @SocketIoEndpoint("/prices")
    public static class Prices {
        private final IntSupplier source;

        Prices(IntSupplier source) {
            this.source = source;
        }

        @OnEvent("price")
        int price() {
            return source.getAsInt();
        }
    }

    /** An argument. */
    public record Message(String text) {}

    /** An answer. */
    public record Receipt(int length) {}
}
