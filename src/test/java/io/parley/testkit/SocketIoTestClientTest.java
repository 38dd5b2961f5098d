package io.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.SocketIoServer;
import io.parley.testing.ManualTime;
import io.parley.testkit.Greeter.Message;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@SocketIoTest(Greeter.class)
class SocketIoTestClientTest {
    @Test
    void emit_reachesHandlers_andWhatTheyEmitTheOthers(
            @ConnectAs("ann") SocketIoTestClient ann, SocketIoTestClient bob, SocketIoTestClient cem) {
        ann.emit("message", new Message("hello", 3));

        var message = bob.received("message");
        assertThat(message.get(0, Message.class)).isEqualTo(new Message("hello", 3));
        assertThat(message.get(1)).isEqualTo("ann");
        assertThat(message.wantsAck()).isFalse();
        assertThat(cem.received("message", Message.class).text()).isEqualTo("hello");
        ann.expectNothing();
        bob.expectNothing();
    }

    @Test
    void emitWithAck_givesTheAnswer(SocketIoTestClient ann) {
        assertThat(ann.emitWithAck("sum", 1, 2).as(Integer.class)).isEqualTo(3);
        assertThat(ann.emitWithAck("sum", 1, "two").get(0).toString()).contains("INVALID_ARGUMENT");
    }

    @Test
    void emitWithAck_thatIsAnsweredLater_isThereThen(SocketIoTestClient ann, ManualTime time) {
        var answer = ann.emitWithAck("later");
        assertThat(answer.isThere()).isFalse();
        assertThatThrownBy(answer::arguments).isInstanceOf(AssertionError.class).hasMessageContaining("\"later\"");

        time.advance(Duration.ofSeconds(5));

        assertThat(answer.as(Boolean.class)).isFalse();
    }

    @Test
    void receivedEvent_isAnswered(SocketIoTestClient ann) {
        var answer = ann.emitWithAck("later");

        ann.received("there?").ack("yes");

        assertThat(answer.as(Boolean.class)).isTrue();
    }

    @Test
    void on_answersAHandlerThatWaits(SocketIoTestClient ann) {
        ann.on("sure?", question -> question.ack(true));
        assertThat(ann.emitWithAck("confirm").as(String.class)).isEqualTo("done");

        ann.on("sure?", question -> question.ack(false));
        assertThat(ann.emitWithAck("confirm").as(String.class)).isEqualTo("kept");
    }

    @Test
    void bytes_travelAsAttachments(SocketIoTestClient ann) {
        ann.emit("bytes", (Object) new byte[] {1, 2, 3});

        assertThat(ann.received("bytes", byte[].class)).containsExactly(1, 2, 3);
    }

    @Test
    void disconnect_isHeardByTheApplication(SocketIoTestClient ann, SocketIoTestClient bob, SocketIoServer io) {
        bob.disconnect();

        assertThat(ann.received("left", String.class)).isEqualTo("client namespace disconnect");
        assertThat(bob.disconnectReason()).isEqualTo("io client disconnect");
        assertThat(io.sockets()).containsExactly(ann.socket());
        assertThatIllegalStateException().isThrownBy(() -> bob.emit("message"));
    }

    @Test
    void breakOff_isHeardByTheApplication(SocketIoTestClient ann, SocketIoTestClient bob) {
        bob.breakOff();

        assertThat(ann.received("left", String.class)).isEqualTo("transport close");
        assertThat(bob.isConnected()).isFalse();
    }

    @Test
    void goSilent_isGivenUp_whileOthersAnswerPings(
            SocketIoTestClient ann, SocketIoTestClient bob, SocketIoTestServer server) {
        bob.goSilent();

        server.advance(Duration.ofMinutes(10));

        assertThat(ann.received("left", String.class)).isEqualTo("ping timeout");
        assertThat(ann.isConnected()).isTrue();
        assertThat(bob.isConnected()).isFalse();
    }

    @Test
    void server_disconnectsTheClient(SocketIoTestClient ann) {
        ann.emit("leave");

        assertThat(ann.isConnected()).isFalse();
        assertThat(ann.disconnectReason()).isEqualTo("io server disconnect");
    }

    @Test
    void connect_withAuth_joinsTheNamespace(SocketIoTestServer server) {
        var admin = server.client()
                .namespace("/admin")
                .auth(Map.of("token", "secret"))
                .principal("ann")
                .header("X-Trace", "7")
                .query("lang", "tr")
                .address("10.0.0.1")
                .connect();

        admin.received("welcome");
        var handshake = admin.socket().handshake();
        assertThat(handshake.principal().orElseThrow().getName()).isEqualTo("ann");
        assertThat(handshake.headers()).containsEntry("x-trace", "7");
        assertThat(handshake.query()).containsEntry("lang", "tr");
        assertThat(handshake.address()).isEqualTo("10.0.0.1");
        assertThat(handshake.url()).contains("lang=tr");
    }

    @Test
    void refused_tellsWhy(SocketIoTestServer server) {
        var refused = server.client().namespace("/admin").refused();

        assertThat(refused).isEqualTo(new ConnectRefused("no token", Map.of("hint", "ask ann")));
        assertThat(server.client().namespace("/nowhere").refused().message()).isEqualTo("Invalid namespace");
        assertThatThrownBy(() -> server.client().refused()).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> server.client().namespace("/admin").connect())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no token");
    }

    @Test
    void received_whenThereIsNone_tellsWhatThereIs(SocketIoTestClient ann, SocketIoTestClient bob) {
        ann.emit("message", new Message("hello", 3));
        ann.emit("message", "no message");

        assertThatThrownBy(() -> bob.received("massage"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no \"massage\" has come to client 2")
                .hasMessageContaining("hello")
                .hasMessageContaining("argument 0 of \"message\" is no");
        assertThatThrownBy(bob::expectNothing).isInstanceOf(AssertionError.class);
        bob.expectNothing("massage");
        assertThatThrownBy(() -> bob.expectNothing("message")).isInstanceOf(AssertionError.class);
        assertThat(bob.receivedAll()).hasSize(1);
        bob.expectNothing();
    }

    @Test
    void received_ofAnotherType_fails(SocketIoTestClient ann, SocketIoTestClient bob) {
        ann.emit("message", new Message("hello", 3));

        var message = bob.received("message");
        assertThatThrownBy(() -> message.get(0, Integer.class)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> message.get(2, String.class))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no argument 2");
    }

    @Test
    void failure_isTaken(SocketIoTestClient ann, SocketIoTestServer server) {
        ann.emit("break");

        assertThat(server.failure(IllegalStateException.class)).hasMessage("broken");
        assertThatThrownBy(() -> server.failure(RuntimeException.class)).isInstanceOf(AssertionError.class);
    }

    @Nested
    class Inside {
        @Test
        void aNestedClass_hasTheServerToo(SocketIoTestClient ann) {
            assertThat(ann.emitWithAck("sum", 2, 2).as(Integer.class)).isEqualTo(4);
        }
    }
}
