package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.Socket;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who gets what: one, everybody, everybody else, rooms. */
final class EmitTest {
    private static final List<String> HI = List.of("42[\"hi\",1]");
    private static final List<String> NOTHING = List.of();

    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<Socket> sockets = new ArrayList<>();
    private TestClient a;
    private TestClient b;
    private TestClient c;

    @BeforeEach
    void connectThree() {
        server.io().on("connection", sockets::add);
        a = server.connectWebSocket();
        b = server.connectWebSocket();
        c = server.connectPolling().poll();
    }

    @Test
    void socketEmit_reachesOnlyThatClient() {
        sockets.get(1).emit("hi", 1);
        assertReceived(NOTHING, HI, NOTHING);
    }

    @Test
    void serverEmit_reachesEverybody() {
        server.io().emit("hi", 1);
        assertReceived(HI, HI, HI);
    }

    @Test
    void socketBroadcast_reachesEverybodyElse() {
        sockets.get(0).broadcast().emit("hi", 1);
        assertReceived(NOTHING, HI, HI);
    }

    @Test
    void toRoom_reachesItsMembers_andNobodyAfterTheyLeft() {
        sockets.get(0).join("r");
        sockets.get(2).join("r");
        server.io().to("r").emit("hi", 1);
        assertReceived(HI, NOTHING, HI);
        sockets.get(0).leave("r");
        server.io().in("r").emit("hi", 1);
        assertThat(a.take()).isEmpty();
    }

    @Test
    void toSeveralRooms_reachesEachSocketOnce() {
        sockets.get(0).join("r", "s");
        sockets.get(1).join("s");
        server.io().to("r").to("s").emit("hi", 1);
        assertReceived(HI, HI, NOTHING);
    }

    @Test
    void toSocketId_reachesThatOne() {
        server.io().to(sockets.get(2).id()).emit("hi", 1);
        assertReceived(NOTHING, NOTHING, HI);
    }

    @Test
    void except_leavesOutRoomsAndIds() {
        sockets.get(1).join("quiet");
        server.io().except("quiet", sockets.get(2).id()).emit("hi", 1);
        assertReceived(HI, NOTHING, NOTHING);
    }

    @Test
    void socketTo_reachesTheRoomWithoutTheSender() {
        sockets.get(0).join("r");
        sockets.get(1).join("r");
        sockets.get(0).to("r").emit("hi", 1);
        assertReceived(NOTHING, HI, NOTHING);
    }

    @Test
    void emptyRoom_isNobody() {
        server.io().to("nowhere").emit("hi", 1);
        assertReceived(NOTHING, NOTHING, NOTHING);
    }

    @Test
    void joinOfAnothersIdRoom_receivesWhatItReceives() {
        sockets.get(0).join(sockets.get(1).id());
        server.io().to(sockets.get(1).id()).emit("hi", 1);
        assertReceived(HI, HI, NOTHING);
    }

    @Test
    void compress_isUpToTheSender() {
        b.takeCompressible();
        sockets.get(1).emit("x", new byte[1]);
        sockets.get(1).compress(false).emit("x", new byte[1]);
        server.io().compress(false).to(sockets.get(1).id()).emit("x");
        server.io().compress(false).compress(true).emit("x");
        sockets.get(1).compress(false).emitWithAck("x");
        server.io().to(sockets.get(1).id()).compress(false).emitWithAck("x");
        assertThat(b.takeCompressible()).containsExactly(true, true, false, false, false, true, false, false);
    }

    @Test
    void broadcastOperator_isAValue() {
        var toRoom = server.io().to("r");
        toRoom.to("s").except("t");
        sockets.get(0).join("s");
        toRoom.emit("hi", 1);
        assertReceived(NOTHING, NOTHING, NOTHING);
    }

    @Test
    void lossy_isDroppedForWhoCannotTakeItNow() {
        c.take();
        sockets.get(2).emit("one");
        server.io().lossy().emit("hi", 1);
        assertThat(a.take()).isEqualTo(HI);
        assertThat(c.take()).containsExactly("42[\"one\"]");
        assertThat(c.poll().take()).isEmpty();
    }

    @Test
    void binary_travelsAsAttachments_neverApart() {
        var bytes = new byte[] {1, 2, 3};
        server.io().emit("file", bytes, "x");
        assertThat(a.take()).containsExactly("451-[\"file\",{\"_placeholder\":true,\"num\":0},\"x\"]", "bAQID");
    }

    @Test
    void namespaces_doNotHearOfEachOther() {
        server.io().of("/other").on("connection", socket -> {});
        var other = server.openWebSocket().send("40/other,");
        other.take();
        server.io().emit("hi", 1);
        assertThat(other.take()).isEmpty();
        server.io().of("other").emit("hi", 1);
        assertThat(other.take()).containsExactly("42/other,[\"hi\",1]");
        assertReceived(HI, HI, HI);
    }

    @Test
    void disconnectedSocket_getsNothing_andEmittingDoesNotThrow() {
        a.breakOff();
        a.take();
        sockets.get(0).emit("hi", 1);
        server.io().to(sockets.get(0).id()).emit("hi", 1);
        assertThat(a.take()).isEmpty();
    }

    @Test
    void reservedEvent_isRefused() {
        assertThatThrownBy(() -> server.io().emit("disconnect"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"disconnect\" is a reserved event name");
        assertReceived(NOTHING, NOTHING, NOTHING);
    }

    private void assertReceived(List<String> first, List<String> second, List<String> third) {
        assertThat(a.take()).isEqualTo(first);
        assertThat(b.take()).isEqualTo(second);
        assertThat(c.take()).isEqualTo(third);
    }
}
