package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.Socket;
import io.parley.engine.TransportName;
import io.parley.testing.Fact;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** From polling to WebSocket, without losing, doubling or swapping a message. */
final class UpgradeTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void remember() {
        server.io().on("connection", sockets::add);
    }

    @Fact("1.5 waiting GET during the probe")
    @Test
    void probe_isAnswered_andTheWaitingPollIsReleased() {
        var polling = server.connectPolling().poll();
        var socket = polling.upgrade();
        assertThat(socket.send("2probe").take()).containsExactly("3probe");
        assertThat(polling.take()).containsExactly("6");
    }

    @Test
    void upgrade_movesWhatWaits_andClosesPolling() {
        var polling = server.connectPolling();
        var webSocket = polling.upgrade().send("2probe");
        webSocket.take();
        sockets.get(0).emit("before");
        assertThat(webSocket.send("5").take()).containsExactly("42[\"before\"]");
        sockets.get(0).emit("after");
        assertThat(webSocket.take()).containsExactly("42[\"after\"]");
        assertThat(polling.isClosed()).isTrue();
        assertThat(webSocket.session().transport()).isEqualTo(TransportName.WEBSOCKET);
        assertThat(sockets.get(0).transport()).isEqualTo("websocket");
    }

    @Test
    void upgrade_isTold_once_onTheNewTransport() {
        var told = new ArrayList<String>();
        server.io().on("connection", socket -> socket.onUpgrade(() -> told.add(socket.transport())));
        server.connectWebSocket();
        var polling = server.connectPolling();
        var webSocket = polling.upgrade().send("2probe");
        assertThat(told).isEmpty();
        webSocket.send("5").send("42[\"x\"]");
        assertThat(told).containsExactly("websocket");
    }

    @Test
    void whileProbing_packetsStillGoByPolling() {
        var polling = server.connectPolling();
        polling.upgrade().send("2probe");
        sockets.get(0).emit("news");
        assertThat(polling.poll().take()).containsExactly("42[\"news\"]");
    }

    @Fact("1.5 waiting GET during the probe")
    @Test
    void pollAfterTheProbe_waitsAMoment_sinceTheUpgradeMayBeOnItsWay() {
        var polling = server.connectPolling();
        polling.upgrade().send("2probe");
        assertThat(polling.poll().take()).isEmpty();
        server.advance(Duration.ofMillis(25));
        assertThat(polling.take()).containsExactly("6");
    }

    @Test
    void waitingPoll_isReleasedOnlyWhenTheProbesAnswerIsOut() {
        var polling = server.connectPolling().poll();
        var webSocket = polling.upgrade();
        webSocket.stall();
        webSocket.send("2probe");
        assertThat(polling.take()).isEmpty();
        webSocket.resume();
        assertThat(polling.take()).containsExactly("6");
    }

    @Fact("1.5 waiting GET when 5 comes")
    @Test
    void pollThatTheUpgradeOvertakes_isRefused() {
        var polling = server.connectPolling();
        var webSocket = polling.upgrade().send("2probe");
        polling.poll();
        webSocket.send("5");
        assertThat(polling.take()).isEmpty();
        assertThat(polling.isReplaced()).isTrue();
    }

    @Test
    void pollBeforeTheProbe_waits() {
        var polling = server.connectPolling();
        polling.upgrade();
        assertThat(polling.poll().take()).isEmpty();
    }

    @Test
    void unfinishedUpgrade_isGivenUp_andPollingGoesOn() {
        var polling = server.connectPolling();
        var webSocket = polling.upgrade().send("2probe");
        server.advance(Duration.ofSeconds(10));
        assertThat(webSocket.isClosed()).isTrue();
        sockets.get(0).emit("still here");
        assertThat(polling.poll().take()).containsExactly("42[\"still here\"]");
    }

    @Test
    void anythingElseOnTheNewWebSocket_endsItOnly() {
        var polling = server.connectPolling();
        var webSocket = polling.upgrade().send("42[\"too early\"]");
        assertThat(webSocket.isClosed()).isTrue();
        assertThat(polling.isClosed()).isFalse();
    }

    @Test
    void upgradeWithoutProbe_isAccepted() {
        var webSocket = server.connectPolling().upgrade().send("5");
        sockets.get(0).emit("hi");
        assertThat(webSocket.take()).containsExactly("42[\"hi\"]");
    }

    @Fact("1.3 second WebSocket of a session")
    @Test
    void secondWebSocket_isClosed_duringAndAfterAnUpgrade() {
        var polling = server.connectPolling();
        var first = polling.upgrade();
        assertThat(polling.upgrade().isClosed()).isTrue();
        first.send("2probe").send("5");
        assertThat(polling.upgrade().isClosed()).isTrue();
        assertThat(first.isClosed()).isFalse();
    }

    @Test
    void newWebSocketThatBreaks_leavesPollingAlone() {
        var polling = server.connectPolling();
        polling.upgrade().send("2probe").breakOff();
        assertThat(polling.isClosed()).isFalse();
        assertThat(polling.upgrade().isClosed()).isFalse();
    }

    @Test
    void sessionThatClosesDuringTheProbe_andPollingGoesOn_closesBoth() {
        var polling = server.connectPolling();
        var webSocket = polling.upgrade().send("2probe");
        polling.take();
        sockets.get(0).disconnect(true);
        assertThat(polling.poll().take()).containsExactly("41");
        polling.poll();
        assertThat(polling.isClosed()).isTrue();
        assertThat(webSocket.isClosed()).isTrue();
    }

    @Test
    void sessionThatClosesDuringTheProbe_whenPollingHasStopped_sendsTheRestByWebSocket() {
        var polling = server.connectPolling().poll();
        var webSocket = polling.upgrade().send("2probe");
        assertThat(polling.take()).containsExactly("6");
        sockets.get(0).emit("last");
        sockets.get(0).disconnect(true);
        assertThat(webSocket.take()).containsExactly("3probe");

        webSocket.send("5");

        assertThat(webSocket.take()).containsExactly("42[\"last\"]", "41");
        assertThat(webSocket.isClosed()).isTrue();
        assertThat(polling.isClosed()).isTrue();
    }

    @Test
    void sessionThatClosesBeforeTheProbe_stillAnswersIt() {
        var polling = server.connectPolling();
        var webSocket = polling.upgrade();
        sockets.get(0).disconnect(true);

        assertThat(webSocket.send("2probe").take()).containsExactly("3probe");
        assertThat(webSocket.send("5").take()).containsExactly("41");
        assertThat(webSocket.isClosed()).isTrue();
    }

    @Test
    void sessionThatClosesDuringTheProbe_withNothingToSend_endsWithTheUpgrade() {
        var polling = server.connectPolling();
        var webSocket = polling.upgrade().send("2probe");
        webSocket.take();
        server.io().close();

        webSocket.send("5");

        assertThat(webSocket.isClosed()).isTrue();
        assertThat(polling.isClosed()).isTrue();
    }

    @Test
    void sessionThatClosesDuringTheProbe_whichGoesNoFurther_isGivenUp() {
        var polling = server.connectPolling();
        var webSocket = polling.upgrade().send("2probe");
        webSocket.take();
        sockets.get(0).disconnect(true);
        server.advance(Duration.ofSeconds(10));
        assertThat(webSocket.isClosed()).isTrue();
        server.advance(Duration.ofSeconds(20));
        assertThat(polling.isClosed()).isTrue();
    }

    @Test
    void numberedMessages_keepTheirOrderAcrossTheUpgrade() {
        var polling = server.connectPolling();
        var got = new ArrayList<String>();
        for (int i = 0; i < 300; i++) {
            sockets.get(0).emit("n", i);
            if (i % 7 == 0) {
                got.addAll(polling.poll().take());
            }
        }
        var webSocket = polling.upgrade().send("2probe");
        got.addAll(polling.poll().take());
        sockets.get(0).emit("n", 300);
        webSocket.take();
        got.addAll(webSocket.send("5").take());
        sockets.get(0).emit("n", 301);
        got.addAll(webSocket.take());
        got.removeIf("6"::equals);
        assertThat(got).hasSize(302);
        for (int i = 0; i < 302; i++) {
            assertThat(got.get(i)).isEqualTo("42[\"n\"," + i + "]");
        }
    }
}
