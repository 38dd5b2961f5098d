package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.Presence;
import io.parley.RecoveryOptions;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.security.Principal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** To whom a socket belongs, how all sockets of a user are reached, and whether the user is there. */
final class UserTest {
    private static final Duration GRACE = Duration.ofSeconds(5);

    @RegisterExtension
    final TestServer server = new TestServer(ServerOptions.builder().maxRooms(3).build());

    @RegisterExtension
    final TestServer patient =
            new TestServer(ServerOptions.builder().presenceGrace(GRACE).build());

    @RegisterExtension
    final TestServer recovering = new TestServer(ServerOptions.builder()
            .recovery(new RecoveryOptions(Duration.ofMinutes(2), false, 100, 1000, 1_000_000, 100, 10_000))
            .build());

    private final List<Socket> sockets = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        for (var each : List.of(server, patient, recovering)) {
            each.io().use(socket -> {
                if (socket.handshake().auth().get("user") instanceof String user) {
                    socket.user(user);
                }
            });
            each.io().on("connection", sockets::add);
            each.io().onPresence((user, presence) -> told.add(user + " " + presence));
        }
    }

    private TestClient connect(TestServer to, String user) {
        var client = to.openWebSocket().send("40{\"user\":\"" + user + "\"}");
        client.take();
        return client;
    }

    private TestClient connect(String user) {
        return connect(server, user);
    }

    private Socket last() {
        return sockets.get(sockets.size() - 1);
    }

    private List<String> takeTold() {
        var taken = List.copyOf(told);
        told.clear();
        return taken;
    }

    private static TestClient loggedIn(TestServer to, String name) {
        Principal principal = () -> name;
        var client = TestClient.webSocket(to.io().engine(), principal);
        client.send("40").take();
        return client;
    }

    @Test
    void thePrincipal_isTheUser() {
        loggedIn(server, "ann");

        assertThat(last().user()).contains("ann");
        assertThat(server.io().presence("ann")).isEqualTo(Presence.ONLINE);
    }

    @Test
    void theUserThatAMiddlewareSets_isPreferred() {
        Principal principal = () -> "login";
        TestClient.webSocket(server.io().engine(), principal).send("40{\"user\":\"ann\"}");

        assertThat(last().user()).contains("ann");
        assertThat(server.io().users()).containsExactly("ann");
    }

    @Test
    void aSocketWithoutUser_isNobodysDevice() {
        server.connectWebSocket();
        last().away(true);

        assertThat(last().user()).isEmpty();
        assertThat(server.io().users()).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void aPrincipalThatCannotBeAUser_isNone() {
        loggedIn(server, "x".repeat(257));
        assertThat(last().user()).isEmpty();
        loggedIn(server, "x".repeat(256));
        assertThat(last().user()).contains("x".repeat(256));
        loggedIn(server, "");
        assertThat(last().user()).isEmpty();
    }

    @Test
    void theUserIsFixed_onceTheSocketIsConnected() {
        var client = connect("ann");

        assertThatThrownBy(() -> last().user("bob")).isInstanceOf(IllegalStateException.class);
        client.breakOff();
        assertThatThrownBy(() -> last().user("bob")).isInstanceOf(IllegalStateException.class);
        assertThat(last().user()).contains("ann");
    }

    @Test
    void namesThatNobodyCanHave_areRefused() {
        connect("ann");
        for (var name : List.of("", "x".repeat(257), "half \ud83d")) {
            assertThatThrownBy(() -> last().user(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> server.io().toUser(name)).isInstanceOf(IllegalArgumentException.class);
            assertThat(server.io().presence(name)).isEqualTo(Presence.OFFLINE);
        }
    }

    @Test
    void toUser_reachesEachSocketOfTheUser_once_andNobodyElse() {
        var phone = connect("ann");
        last().join("news");
        var desk = connect("ann");
        var bob = connect("bob");
        var eve = server.connectWebSocket();

        server.io().toUser("ann").emit("hi", 1);
        server.io().to("news").toUser("ann").emit("hi", 2);
        server.io().toUser("ann").toUser("bob").except("news").emit("hi", 3);
        server.io().to("ann").emit("hi", 4);

        assertThat(phone.take()).containsExactly("42[\"hi\",1]", "42[\"hi\",2]");
        assertThat(desk.take()).containsExactly("42[\"hi\",1]", "42[\"hi\",2]", "42[\"hi\",3]");
        assertThat(bob.take()).containsExactly("42[\"hi\",3]");
        assertThat(eve.take()).isEmpty();
    }

    @Test
    void exceptUser_andBroadcast_leaveOut() {
        var phone = connect("ann");
        var desk = connect("ann");
        var bob = connect("bob");

        last().broadcast().exceptUser("ann").emit("hi", 1);
        sockets.get(0).broadcast().toUser("ann").emit("hi", 2);
        server.io().except().exceptUser("ann").emit("hi", 3);

        assertThat(phone.take()).isEmpty();
        assertThat(desk.take()).containsExactly("42[\"hi\",2]");
        assertThat(bob.take()).containsExactly("42[\"hi\",3]");
    }

    @Test
    void nobodySeesTheRoomOfAUser() {
        var rooms = new ArrayList<String>();
        server.io().of("/").roomEvents().onCreated(rooms::add).onDeleted(rooms::add);
        server.io().of("/").roomEvents().onJoined((room, id) -> rooms.add(room)).onLeft((room, id) -> rooms.add(room));
        var client = connect("ann");
        var socket = last();

        socket.join("a", "b");
        assertThat(socket.rooms()).containsExactlyInAnyOrder("a", "b", socket.id());
        assertThatThrownBy(() -> socket.join("c")).isInstanceOf(IllegalStateException.class);
        var fetched = server.io().fetchSockets().toCompletableFuture().join().sockets();
        assertThat(fetched.get(0).rooms()).isEqualTo(socket.rooms());
        assertThat(fetched.get(0).user()).contains("ann");
        socket.onDisconnecting(reason -> rooms.addAll(socket.rooms()));
        client.breakOff();
        assertThat(rooms).contains("a", "b", socket.id()).noneMatch(room -> room.startsWith("\0"));
    }

    @Test
    void nobodyElseGetsIntoTheRoomOfAUser_orOutOfIt() {
        var ann = connect("ann");
        var bob = connect("bob");
        var room = "\0user:ann";

        assertThatThrownBy(() -> last().join(room)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.io().to("x").socketsJoin(room)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.io().to(room)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> server.io().except(room)).isInstanceOf(IllegalArgumentException.class);
        sockets.get(0).leave(room);
        server.io().socketsLeave(room);

        server.io().toUser("ann").emit("hi", 1);
        assertThat(ann.take()).containsExactly("42[\"hi\",1]");
        assertThat(bob.take()).isEmpty();
    }

    @Test
    void aUserIsThere_fromTheFirstSocketToTheLast() {
        var phone = connect("ann");
        var desk = connect("ann");
        assertThat(server.io().devices("ann")).isEqualTo(2);
        assertThat(server.io().users()).containsExactly("ann");

        phone.breakOff();
        assertThat(server.io().presence("ann")).isEqualTo(Presence.ONLINE);
        assertThat(server.io().devices("ann")).isEqualTo(1);
        assertThat(takeTold()).containsExactly("ann ONLINE");
        desk.send("41");

        assertThat(takeTold()).containsExactly("ann OFFLINE");
        assertThat(server.io().presence("ann")).isEqualTo(Presence.OFFLINE);
        assertThat(server.io().devices("ann")).isZero();
        assertThat(server.io().users()).isEmpty();
    }

    @Test
    void aUserIsAway_whenAllItsSocketsAre() {
        connect("ann");
        var desk = connect("ann");
        sockets.get(0).away(true);
        assertThat(server.io().presence("ann")).isEqualTo(Presence.ONLINE);

        last().away(true);
        last().away(true);
        assertThat(server.io().presence("ann")).isEqualTo(Presence.AWAY);
        assertThat(server.io().users()).containsExactly("ann");
        last().away(false);
        assertThat(server.io().presence("ann")).isEqualTo(Presence.ONLINE);
        desk.breakOff();
        assertThat(server.io().presence("ann")).isEqualTo(Presence.AWAY);
        last().away(false);
        var third = connect("ann");
        third.breakOff();
        sockets.get(0).disconnect();

        assertThat(takeTold())
                .containsExactly(
                        "ann ONLINE", "ann AWAY", "ann ONLINE", "ann AWAY", "ann ONLINE", "ann AWAY", "ann OFFLINE");
    }

    @Test
    void aClientThatIsRefused_wasNeverThere() {
        server.io().use(socket -> {
            throw new IllegalStateException("planted");
        });
        var log = Logger.getLogger("io.parley.Client");
        log.setLevel(Level.OFF);
        try {
            connect("ann");
        } finally {
            log.setLevel(null);
        }

        assertThat(told).isEmpty();
        assertThat(server.io().users()).isEmpty();
    }

    @Test
    void namespacesAreApart() {
        var news = server.io().of("/news");
        var heard = new ArrayList<String>();
        news.onPresence((user, presence) -> heard.add(user + " " + presence));
        news.use(socket -> socket.user("bob"));
        var client = connect("ann").send("40/news,");
        client.take();

        assertThat(news.users()).containsExactly("bob");
        assertThat(news.presence("ann")).isEqualTo(Presence.OFFLINE);
        assertThat(server.io().users()).containsExactly("ann");
        news.toUser("ann").emit("no");
        news.toUser("bob").emit("yes");
        assertThat(client.take()).containsExactly("42/news,[\"yes\"]");
        client.send("41/news,");
        assertThat(heard).containsExactly("bob ONLINE", "bob OFFLINE");
        assertThat(told).containsExactly("ann ONLINE");
    }

    @Test
    void whoListensLate_hearsOfTheNextChange() {
        var news = server.io().of("/news");
        news.use(socket -> socket.user("ann"));
        var client = server.openWebSocket().send("40/news,");
        var heard = new ArrayList<String>();
        news.onPresence((user, presence) -> heard.add(user + " " + presence));

        client.breakOff();

        assertThat(heard).containsExactly("ann OFFLINE");
    }

    @Test
    void whatIsOverBeforeItCouldBeTold_isNotTold() {
        server.world().holdHandlers();
        // middlewares wait, too: so the sockets come when the handlers go on, and go at once
        var ann = server.openWebSocket().send("40{\"user\":\"ann\"}");
        server.world().releaseHandlers();
        assertThat(takeTold()).containsExactly("ann ONLINE");
        server.world().holdHandlers();
        last().away(true);
        last().away(false);
        last().away(true);
        ann.breakOff();
        assertThat(server.io().presence("ann")).isEqualTo(Presence.OFFLINE);
        server.world().releaseHandlers();

        assertThat(takeTold()).containsExactly("ann OFFLINE");
    }

    @Test
    void aListenerThatThrows_harmsNobody() {
        var log = Logger.getLogger("io.parley.UserDirectory");
        log.setLevel(Level.OFF);
        try {
            var heard = new ArrayList<String>();
            server.io().onPresence((user, presence) -> {
                throw new IllegalStateException("planted");
            });
            server.io().onPresence((user, presence) -> heard.add(user + " " + presence));
            connect("ann").breakOff();
            assertThat(heard).containsExactly("ann ONLINE", "ann OFFLINE");
        } finally {
            log.setLevel(null);
        }
    }

    @Test
    void aPresenceListener_reachesTheUserWhoHasCome() {
        server.io().onPresence((user, presence) -> server.io().toUser(user).emit("you", presence));
        var client = server.openWebSocket().send("40{\"user\":\"ann\"}");

        assertThat(client.take()).contains("42[\"you\",\"ONLINE\"]");
    }

    @Test
    void whoComesBackWithinTheGrace_wasNotAway() {
        connect(patient, "ann").breakOff();
        assertThat(patient.io().presence("ann")).isEqualTo(Presence.ONLINE);
        assertThat(patient.io().devices("ann")).isZero();
        assertThat(patient.io().users()).containsExactly("ann");
        patient.advance(GRACE.minusNanos(1));
        connect(patient, "ann");
        patient.advance(GRACE.multipliedBy(2));

        assertThat(takeTold()).containsExactly("ann ONLINE");
        assertThat(patient.io().presence("ann")).isEqualTo(Presence.ONLINE);
    }

    @Test
    void whoStaysAway_isOfflineWhenTheGraceIsOver() {
        var timers = patient.world().time.waiting();
        var client = connect(patient, "ann");
        last().away(true);
        client.breakOff();
        patient.advance(GRACE.minusNanos(1));
        assertThat(takeTold()).containsExactly("ann ONLINE", "ann AWAY");
        patient.advance(Duration.ofNanos(1));

        assertThat(takeTold()).containsExactly("ann OFFLINE");
        assertThat(patient.io().users()).isEmpty();
        assertThat(patient.world().time.waiting()).isEqualTo(timers);
    }

    @Test
    void eachDepartureHasItsOwnGrace_andOneTimer() {
        int timers = patient.world().time.waiting();
        for (int i = 0; i < 5; i++) {
            connect(patient, "ann").breakOff();
            patient.advance(GRACE.dividedBy(2));
        }
        assertThat(patient.world().time.waiting()).isEqualTo(timers + 1);
        assertThat(takeTold()).containsExactly("ann ONLINE");
        patient.advance(GRACE.dividedBy(2).minusNanos(1));
        assertThat(told).isEmpty();
        patient.advance(Duration.ofNanos(1));

        assertThat(takeTold()).containsExactly("ann OFFLINE");
        assertThat(patient.world().time.waiting()).isEqualTo(timers);
    }

    @Test
    void aRecoveredSocket_hasItsUserAgain_andWhatTheUserMissed() {
        var client = recovering.openWebSocket().send("40{\"user\":\"ann\"}");
        var pid = pid(client);
        recovering.io().toUser("ann").emit("seen");
        client.breakOff();
        recovering.io().toUser("ann").emit("missed", 1);
        recovering.io().toUser("bob").emit("not for it");

        var back = recovering.openWebSocket().send("40{\"pid\":\"" + pid + "\"}");

        assertThat(last().recovered()).isTrue();
        assertThat(last().user()).contains("ann");
        assertThat(last().rooms()).containsExactly(last().id());
        assertThat(back.take())
                .anyMatch(packet -> packet.startsWith("42[\"missed\",1,"))
                .noneMatch(packet -> packet.contains("not for it"));
        assertThat(takeTold()).containsExactly("ann ONLINE", "ann OFFLINE", "ann ONLINE");
        recovering.io().toUser("ann").emit("after");
        assertThat(back.take()).hasSize(1);
    }

    @Test
    void aRecoveredSocketOfAnotherUser_getsNothingThatWasForTheFormerOne() {
        var client = recovering.openWebSocket().send("40{\"user\":\"ann\"}");
        var pid = pid(client);
        client.breakOff();
        recovering.io().toUser("ann").emit("secret");
        recovering.io().toUser("bob").emit("own");

        var back = recovering.openWebSocket().send("40{\"pid\":\"" + pid + "\",\"user\":\"bob\"}");

        assertThat(last().recovered()).isTrue();
        assertThat(last().user()).contains("bob");
        assertThat(back.take())
                .noneMatch(packet -> packet.contains("secret"))
                .anyMatch(packet -> packet.contains("own"));
        assertThat(recovering.io().users()).containsExactly("bob");
        recovering.io().toUser("ann").emit("secret");
        assertThat(back.take()).isEmpty();
    }

    private static String pid(TestClient client) {
        var answer = client.take().get(0);
        return answer.substring(answer.indexOf("\"pid\":\"") + 7, answer.length() - 2);
    }
}
