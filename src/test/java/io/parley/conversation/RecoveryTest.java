package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ConnectionRefusedException;
import io.parley.RecoveryOptions;
import io.parley.RecoveryOutcome;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.testing.Fact;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client that was away for a short time: its id, rooms and data, and what it has missed, once and in order. */
final class RecoveryTest {
    private static final Pattern OFFSET = Pattern.compile(",\"([^\"]+-[0-9a-z]+)\"\\]$");

    @RegisterExtension
    final TestServer server = new TestServer(ServerOptions.builder()
            .recovery(new RecoveryOptions(Duration.ofMinutes(2), false, 100, 1000, 1_000_000, 5, 1000))
            .build());

    private final List<Socket> sockets = new ArrayList<>();
    private TestClient client;
    private String pid;
    private String offset;

    @BeforeEach
    void connect() {
        server.io().on("connection", sockets::add);
        client = server.openWebSocket().send("40");
        var answer = client.take().get(0);
        pid = answer.substring(answer.indexOf("\"pid\":\"") + 7, answer.length() - 2);
        sockets.get(0).join("room");
        sockets.get(0).data().put("name", "x");
        sockets.get(0).emit("first");
        offset = offset(client.take().get(0));
    }

    @Fact({"1.11 recovered connection", "1.10 CONNECT accepted"})
    @Test
    void client_getsItsIdRoomsAndDataBack_andWhatItMissed_beforeTheAnswer() {
        client.breakOff();
        server.io().emit("all", 1);
        server.io().to("room").emit("room", 2);
        server.io().to("elsewhere").emit("not for it");
        server.io().except("room").emit("not for it");
        server.io().lossy().emit("not kept");
        server.io().to(sockets.get(0).id()).emit("own", 3);
        sockets.get(0).emit("direct", 4);
        var back = server.openWebSocket().send(connect(pid, offset));
        var got = back.take();
        assertThat(names(got)).containsExactly("all", "room", "own", "direct");
        assertThat(got.get(4)).isEqualTo("40{\"sid\":\"" + sockets.get(0).id() + "\",\"pid\":\"" + pid + "\"}");
        var recovered = sockets.get(1);
        assertThat(recovered.recovered()).isTrue();
        assertThat(recovered.recoveryOutcome()).isEqualTo(RecoveryOutcome.RECOVERED);
        assertThat(recovered.rooms()).containsExactlyInAnyOrder("room", recovered.id());
        assertThat(recovered.data()).containsEntry("name", "x");
        server.io().to("room").emit("after");
        assertThat(names(back.take())).containsExactly("after");
    }

    @Test
    void firstConnection_isNotRecovered() {
        assertThat(sockets.get(0).recovered()).isFalse();
        assertThat(sockets.get(0).recoveryOutcome()).isEqualTo(RecoveryOutcome.NOT_ASKED);
    }

    @Test
    void recoveryId_worksOnce_andAgainAfterTheNextDisconnection() {
        client.breakOff();
        var back = server.openWebSocket().send(connect(pid, offset));
        server.openWebSocket().send(connect(pid, offset));
        assertThat(sockets.get(1).recovered()).isTrue();
        assertThat(sockets.get(2).recoveryOutcome()).isEqualTo(RecoveryOutcome.UNKNOWN);
        assertThat(sockets.get(2).id()).isNotEqualTo(sockets.get(1).id());
        back.breakOff();
        server.openWebSocket().send(connect(pid, offset));
        assertThat(sockets.get(3).recovered()).isTrue();
    }

    @Test
    void clientThatIsStillThere_cannotBeRecoveredBeside() {
        server.openWebSocket().send(connect(pid, offset));
        assertThat(sockets.get(1).recoveryOutcome()).isEqualTo(RecoveryOutcome.UNKNOWN);
    }

    @Test
    void clientAwayTooLong_isNew() {
        client.breakOff();
        server.advance(Duration.ofMinutes(2));
        server.openWebSocket().send(connect(pid, offset));
        assertThat(sockets.get(1).recoveryOutcome()).isEqualTo(RecoveryOutcome.UNKNOWN);
        assertThat(sockets.get(1).rooms()).containsExactly(sockets.get(1).id());
    }

    @Test
    void clientThatMissedTooMuch_isNew() {
        client.breakOff();
        for (int i = 0; i < 6; i++) {
            server.io().emit("n", i);
        }
        server.openWebSocket().send(connect(pid, offset));
        assertThat(sockets.get(1).recoveryOutcome()).isEqualTo(RecoveryOutcome.TOO_MUCH_MISSED);
    }

    @Test
    void clientThatMissedTooManyBytes_isNew() {
        client.breakOff();
        server.io().emit("big", "x".repeat(1000));
        server.openWebSocket().send(connect(pid, offset));
        assertThat(sockets.get(1).recoveryOutcome()).isEqualTo(RecoveryOutcome.TOO_MUCH_MISSED);
    }

    @Test
    void offsetOfAnotherLog_isNotRecovered() {
        client.breakOff();
        server.openWebSocket().send(connect(pid, "other-1"));
        assertThat(sockets.get(1).recoveryOutcome()).isEqualTo(RecoveryOutcome.TOO_MUCH_MISSED);
    }

    @Test
    void clientThatHadReceivedNothing_isRecoveredToo() {
        var quiet = server.openWebSocket().send("40");
        var answer = quiet.take().get(0);
        var quietPid = answer.substring(answer.indexOf("\"pid\":\"") + 7, answer.length() - 2);
        quiet.breakOff();
        server.io().emit("news");
        var back = server.openWebSocket().send("40{\"pid\":\"" + quietPid + "\"}");
        assertThat(names(back.take())).containsExactly("news");
        assertThat(sockets.get(2).recovered()).isTrue();
    }

    @Test
    void clientThatLeft_orWasSentAway_isNotRecovered() {
        client.send("41");
        server.openWebSocket().send(connect(pid, offset));
        assertThat(sockets.get(1).recoveryOutcome()).isEqualTo(RecoveryOutcome.UNKNOWN);
    }

    @Test
    void middlewares_runBeforeAnythingIsReplayed() {
        client.breakOff();
        server.io().emit("secret");
        server.io().use(socket -> {
            throw new ConnectionRefusedException("revoked");
        });
        var back = server.openWebSocket().send(connect(pid, offset));
        assertThat(back.take()).containsExactly("44{\"message\":\"revoked\"}");
    }

    @Test
    void packetsWithAck_haveNoOffset() {
        sockets.get(0).emitWithAck("ask", 1);
        assertThat(client.take()).containsExactly("420[\"ask\",1]");
    }

    @Test
    void binary_isReplayedWithItsAttachments() {
        client.breakOff();
        server.io().emit("file", new byte[] {1, 2, 3});
        var got = server.openWebSocket().send(connect(pid, offset)).take();
        assertThat(got.get(0)).startsWith("451-[\"file\",{\"_placeholder\":true,\"num\":0},\"");
        assertThat(got.get(1)).isEqualTo("bAQID");
    }

    @Test
    void flappingClient_missesNothing_getsNothingTwice_andInOrder() {
        var got = new ArrayList<String>();
        var current = client;
        int number = 0;
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < 3; i++) {
                server.io().to("room").emit("n", number++);
            }
            for (var packet : current.take()) {
                if (packet.startsWith("42")) {
                    got.add(packet);
                    offset = offset(packet);
                }
            }
            current.breakOff();
            server.io().to("room").emit("n", number++);
            sockets.get(round).emit("n", number++);
            current = server.openWebSocket().send(connect(pid, offset));
        }
        got.addAll(current.take().stream()
                .filter(packet -> packet.startsWith("42"))
                .toList());
        assertThat(got).hasSize(number);
        for (int i = 0; i < number; i++) {
            assertThat(got.get(i)).startsWith("42[\"n\"," + i + ",");
        }
        assertThat(sockets).allMatch(socket -> socket.id().equals(sockets.get(0).id()));
    }

    @Test
    void pollingClient_getsWhatItMissed_andTheAnswer_atOnce() {
        client.breakOff();
        server.io().emit("one");
        server.io().emit("two");
        var back = server.openPolling().poll().send(connect(pid, offset));
        var got = back.take();
        assertThat(names(got)).containsExactly("one", "two");
        // what came before the answer the client would keep, and hear twice, if it lost the rest
        assertThat(got).last().asString().startsWith("40{");
    }

    @Test
    void outgoingListeners_hearWithoutTheOffset() {
        var heard = new ArrayList<String>();
        sockets.get(0).onAnyOutgoing(event -> heard.add(event.name() + event.size()));
        sockets.get(0).emit("a", 1);
        server.io().emit("b");
        assertThat(heard).containsExactly("a1", "b0");
    }

    private static String connect(String pid, String offset) {
        return "40{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}";
    }

    private static String offset(String packet) {
        var matcher = OFFSET.matcher(packet);
        assertThat(matcher.find()).as(packet).isTrue();
        return matcher.group(1);
    }

    private static List<String> names(List<String> packets) {
        return packets.stream()
                .filter(packet -> packet.startsWith("42"))
                .map(packet -> packet.substring(4, packet.indexOf('"', 4)))
                .toList();
    }
}
