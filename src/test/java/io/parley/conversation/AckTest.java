package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.Ack;
import io.parley.AckTimeoutException;
import io.parley.Socket;
import io.parley.SocketDisconnectedException;
import io.parley.packet.Arguments;
import io.parley.testing.Fact;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers in both directions. */
final class AckTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void listen() {
        server.io().on("connection", socket -> {
            sockets.add(socket);
            socket.on("sum", event -> event.ack(event.get(0, Integer.class) + event.get(1, Integer.class)));
            socket.on("echo", event -> event.ack(event.arguments().toList().toArray()));
            socket.on("twice", event -> {
                event.ack("first");
                event.ack("second");
            });
            socket.on("text", String.class, (String text, Ack ack) -> ack.send(text.length()));
        });
    }

    @Test
    void listener_answersOnce() {
        var client = server.connectWebSocket();
        assertThat(client.send("427[\"sum\",1,2]").take()).containsExactly("437[3]");
        assertThat(client.send("420[\"twice\"]").take()).containsExactly("430[\"first\"]");
        assertThat(client.send("421[\"text\",\"four\"]").take()).containsExactly("431[4]");
    }

    @Fact("1.10 tolerated: number as event name")
    @Test
    void numberAsEventName_isAnEventOfThatName() {
        server.io().on("connection", socket -> socket.on("5", event -> event.ack(event.name(), event.get(0))));
        assertThat(server.connectWebSocket().send("421[5,\"x\"]").take()).containsExactly("431[\"5\",\"x\"]");
    }

    @Test
    void answerThatNobodyWants_isNotSent() {
        assertThat(server.connectWebSocket().send("42[\"sum\",1,2]").take()).isEmpty();
    }

    @Test
    void binary_isEchoedInTheAnswer() {
        var client = server.connectWebSocket();
        client.send("451-5[\"echo\",{\"_placeholder\":true,\"num\":0}]").send(new byte[] {9, 8});
        assertThat(client.take()).containsExactly("461-5[{\"_placeholder\":true,\"num\":0}]", "bCQg=");
    }

    @Test
    void client_answersTheServer() {
        var client = server.connectWebSocket();
        var answer = sockets.get(0).emitWithAck("ready?", "x");
        assertThat(client.take()).containsExactly("420[\"ready?\",\"x\"]");
        assertThat(answer.toCompletableFuture()).isNotDone();
        client.send("430[\"yes\",2]");
        assertThat(answer.toCompletableFuture().join().toList()).containsExactly("yes", 2L);
    }

    @Fact("1.10 tolerated: ack with more arguments")
    @Test
    void answer_mayHaveMoreThanIsAskedFor() {
        var client = server.connectWebSocket();
        var answer = sockets.get(0).emitWithAck("ready?");
        client.send("430[1,\"two\",{\"three\":3},null]");
        assertThat(answer.toCompletableFuture().join().toList()).containsExactly(1L, "two", Map.of("three", 3L), null);
    }

    @Fact("1.10 ack ids")
    @Test
    void ids_areCountedInEachNamespace_byItsSocketsAndBroadcastsTogether() {
        server.io().of("/other").on("connection", sockets::add);
        var one = server.connectWebSocket();
        var two = server.connectWebSocket().send("40/other,");
        two.take();
        sockets.get(0).emitWithAck("a");
        sockets.get(1).emitWithAck("b");
        server.io().emitWithAck("c");
        sockets.get(0).emitWithAck("d");
        sockets.get(2).emitWithAck("e");
        assertThat(one.take()).containsExactly("420[\"a\"]", "422[\"c\"]", "423[\"d\"]");
        assertThat(two.take()).containsExactly("421[\"b\"]", "422[\"c\"]", "42/other,0[\"e\"]");
    }

    @Test
    void answer_isNotHeldUpByListeners() {
        server.connectWebSocket();
        var client = server.connectWebSocket();
        var answer = sockets.get(1).emitWithAck("ready?");
        client.send("430[]");
        assertThat(answer.toCompletableFuture()).isCompleted();
    }

    @Test
    void timeout_failsTheStage_andALateAnswerIsIgnored() {
        var client = server.connectWebSocket();
        var answer = sockets.get(0).timeout(Duration.ofSeconds(2)).emitWithAck("ready?");
        server.advance(Duration.ofMillis(1999));
        assertThat(answer.toCompletableFuture()).isNotDone();
        server.advance(Duration.ofMillis(1));
        assertFailed(answer, AckTimeoutException.class);
        client.send("430[]");
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void disconnection_failsTheStageAtOnce() {
        var client = server.connectWebSocket();
        var answer = sockets.get(0).emitWithAck("ready?");
        client.breakOff();
        assertFailed(answer, SocketDisconnectedException.class);
        assertFailed(sockets.get(0).emitWithAck("ready?"), SocketDisconnectedException.class);
    }

    @Fact("1.10 tolerated: ack with an unknown id")
    @Test
    void unknownAnswer_isIgnored() {
        var client = server.connectWebSocket().send("4399[\"?\"]");
        assertThat(client.isClosed()).isFalse();
    }

    @Test
    void tooManyPendingAnswers_failAtOnce() {
        var client = server.connectWebSocket();
        for (int i = 0; i < 1000; i++) {
            sockets.get(0).emitWithAck("ready?");
        }
        client.take();
        assertFailed(sockets.get(0).emitWithAck("ready?"), IllegalStateException.class);
        assertThat(client.take()).isEmpty();
    }

    private static void assertFailed(CompletionStage<Arguments> answer, Class<? extends Throwable> cause) {
        assertThatThrownBy(() -> answer.toCompletableFuture().join()).hasCauseInstanceOf(cause);
    }
}
