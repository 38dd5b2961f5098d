package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.Presence;
import io.parley.RecoveryOptions;
import io.parley.RemoteSocket;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.adapter.ClusterAdapters;
import io.parley.cluster.ReplicatedTable;
import io.parley.kernel.Bytes;
import io.parley.testing.MemoryBus;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import io.parley.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Users with sockets on several nodes: all nodes agree on who is there, and tell it once. */
final class UserClusterTest {
    private static final Duration A_LITTLE = Duration.ofSeconds(3);

    private final World world = new World();
    private final long seed = new Random().nextLong();
    private final MemoryNetwork network = new MemoryNetwork(
            seed, MemoryNetwork.LIMITS, world.time, world.environment().failures());

    @AfterEach
    void nothingFailed() {
        world.assertNoFailures();
    }

    private Node node() {
        return new Node(Duration.ZERO);
    }

    private void pass(Duration duration) {
        world.time.advance(duration);
    }

    /** A node, and what its listener was told. */
    private final class Node {
        final MemoryBus bus = network.join();
        final TestServer server;
        final List<String> told = new ArrayList<>();
        final List<Socket> sockets = new ArrayList<>();

        Node(Duration grace) {
            this(ServerOptions.builder().presenceGrace(grace).build());
        }

        Node(ServerOptions options) {
            this.server =
                    new TestServer(options, world, new ClusterAdapters(bus, world.environment()).of("/socket.io"));
            server.io().use(socket -> {
                if (socket.handshake().auth().get("user") instanceof String user) {
                    socket.user(user);
                }
            });
            server.io().on("connection", sockets::add);
            server.io().on("connection", socket -> socket.on("away", Boolean.class, socket::away));
            server.io().onPresence((user, presence) -> told.add(user + " " + presence));
        }

        TestClient connect(String user) {
            var client = server.openWebSocket().send("40{\"user\":\"" + user + "\"}");
            client.take();
            return client;
        }

        Presence presence(String user) {
            return server.io().presence(user);
        }

        int devices(String user) {
            return server.io().devices(user);
        }

        List<String> takeTold() {
            var taken = List.copyOf(told);
            told.clear();
            return taken;
        }
    }

    @Test
    void toUser_reachesTheSocketsOfAllNodes_once() {
        var a = node();
        var b = node();
        var here = a.connect("ann");
        var there = b.connect("ann");
        var bob = b.connect("bob");

        a.server.io().toUser("ann").emit("hi", 1);
        b.server.io().except().exceptUser("ann").emit("hi", 2);

        assertThat(here.take()).containsExactly("42[\"hi\",1]");
        assertThat(there.take()).containsExactly("42[\"hi\",1]");
        assertThat(bob.take()).containsExactly("42[\"hi\",2]");
    }

    @Test
    void theSocketsOfAUser_canBeFetchedAndSentAway() {
        var a = node();
        var b = node();
        a.connect("ann");
        var there = b.connect("ann");
        b.connect("bob");

        var fetched = a.server.io().toUser("ann").fetchSockets().toCompletableFuture();
        assertThat(fetched).isCompleted();
        var sockets = CompletableFuture.completedFuture(fetched).join().join().sockets();
        assertThat(sockets).hasSize(2).allSatisfy(socket -> {
            assertThat(socket.user()).contains("ann");
            assertThat(socket.rooms()).containsExactly(socket.id());
        });
        assertThat(sockets).extracting(RemoteSocket::id).doesNotHaveDuplicates();
        a.server.io().toUser("ann").disconnectSockets(false);

        assertThat(there.take()).containsExactly("41");
        assertThat(a.server.io().users()).containsExactly("bob");
    }

    @Test
    void presence_isThatOfTheSocketsOfAllNodes_andIsToldOnceOnEach() {
        var a = node();
        var b = node();
        var here = a.connect("ann");
        var there = b.connect("ann");
        for (var node : List.of(a, b)) {
            assertThat(node.devices("ann")).isEqualTo(2);
            assertThat(node.takeTold()).containsExactly("ann ONLINE");
        }

        here.send("42[\"away\",true]");
        assertThat(b.presence("ann")).isEqualTo(Presence.ONLINE);
        there.send("42[\"away\",true]");
        for (var node : List.of(a, b)) {
            assertThat(node.presence("ann")).isEqualTo(Presence.AWAY);
            assertThat(node.takeTold()).containsExactly("ann AWAY");
        }

        there.send("42[\"away\",false]");
        there.breakOff();
        here.breakOff();
        for (var node : List.of(a, b)) {
            assertThat(node.server.io().users()).isEmpty();
            assertThat(node.takeTold()).containsExactly("ann ONLINE", "ann AWAY", "ann OFFLINE");
        }
    }

    @Test
    void aNodeThatComesLater_knowsWhoIsThere() {
        var a = node();
        a.connect("ann").send("42[\"away\",true]");
        a.connect("bob");
        var b = node();
        pass(A_LITTLE);

        assertThat(b.presence("ann")).isEqualTo(Presence.AWAY);
        assertThat(b.server.io().users()).containsExactlyInAnyOrder("ann", "bob");
        assertThat(b.told).containsExactlyInAnyOrder("ann AWAY", "bob ONLINE");
    }

    @Test
    void whoWasOnANodeThatIsKilled_isGone_whenTheOthersNotice() {
        var a = node();
        var b = node();
        var c = node();
        a.connect("ann");
        a.connect("bob");
        b.connect("bob").send("42[\"away\",true]");
        c.takeTold();

        a.bus.kill();

        assertThat(c.takeTold()).containsExactlyInAnyOrder("ann OFFLINE", "bob AWAY");
        assertThat(c.presence("ann")).isEqualTo(Presence.OFFLINE);
        assertThat(c.devices("bob")).isEqualTo(1);
        assertThat(b.server.io().users()).containsExactly("bob");
    }

    @Test
    void whoComesBackToAnotherNodeWithinTheGrace_wasNotAway() {
        var grace = Duration.ofSeconds(5);
        var a = new Node(grace);
        var b = new Node(grace);
        a.connect("ann");
        b.takeTold();

        a.bus.kill();
        pass(Duration.ofSeconds(4));
        b.connect("ann");
        pass(Duration.ofSeconds(20));

        assertThat(b.takeTold()).isEmpty();
        assertThat(b.devices("ann")).isEqualTo(1);
    }

    @Test
    void whoIsRecoveredOnAnotherNode_hasItsUserAgain_andWhatTheUserMissed() {
        var options = ServerOptions.builder()
                .recovery(RecoveryOptions.defaults())
                .presenceGrace(Duration.ofSeconds(5))
                .build();
        var a = new Node(options);
        var b = new Node(options);
        pass(A_LITTLE);
        var client = a.server.openWebSocket().send("40{\"user\":\"ann\"}");
        var answer = client.take().get(0);
        var pid = answer.substring(answer.indexOf("\"pid\":\"") + 7, answer.length() - 2);
        pass(A_LITTLE);

        a.bus.kill();
        b.server.io().toUser("ann").emit("missed");
        b.server.io().toUser("bob").emit("not for it");
        var back = b.server.openWebSocket().send("40{\"pid\":\"" + pid + "\"}");
        pass(A_LITTLE);

        assertThat(b.sockets).singleElement().satisfies(socket -> {
            assertThat(socket.recovered()).isTrue();
            assertThat(socket.user()).contains("ann");
            assertThat(socket.rooms()).containsExactly(socket.id());
        });
        assertThat(back.take())
                .anyMatch(packet -> packet.startsWith("42[\"missed\","))
                .noneMatch(packet -> packet.contains("not for it"));
        pass(Duration.ofSeconds(10));
        assertThat(b.told).containsExactly("ann ONLINE");
        assertThat(b.devices("ann")).isEqualTo(1);
    }

    @Test
    void inAPartition_eachSideKnowsItsOwn_andAllAgreeWhenItHeals() {
        var a = node();
        var b = node();
        a.connect("ann");
        b.connect("ann");
        var bob = b.connect("bob");
        a.takeTold();
        b.takeTold();

        network.partition(a.bus);
        assertThat(a.takeTold()).containsExactly("bob OFFLINE");
        assertThat(b.takeTold()).isEmpty();
        assertThat(a.devices("ann")).isEqualTo(1);
        bob.breakOff();
        b.connect("eve").send("42[\"away\",true]");
        pass(Duration.ofSeconds(20));
        network.heal();
        pass(Duration.ofSeconds(10));

        assertThat(a.takeTold()).contains("eve AWAY").last().isNotEqualTo("bob ONLINE");
        for (var node : List.of(a, b)) {
            assertThat(node.devices("ann")).isEqualTo(2);
            assertThat(node.presence("bob")).isEqualTo(Presence.OFFLINE);
            assertThat(node.presence("eve")).isEqualTo(Presence.AWAY);
        }
    }

    @Test
    void usersOfANamespaceThatDoesNotExistHere_areKnownWhenItDoes() {
        var a = node();
        var b = node();
        a.server.io().of(Pattern.compile("/room-.*")).use(socket -> socket.user("ann"));
        b.server.io().of(Pattern.compile("/room-.*")).use(socket -> socket.user("bob"));
        var client = a.server.openWebSocket().send("40/room-1,");

        var heard = new ArrayList<String>();
        b.server
                .io()
                .onNewNamespace(
                        namespace -> namespace.onPresence((user, presence) -> heard.add(user + " " + presence)));
        var other = b.server.openWebSocket().send("40/room-1,");
        assertThat(b.server.io().of("/room-1").users()).containsExactlyInAnyOrder("ann", "bob");
        client.breakOff();
        other.breakOff();

        assertThat(heard).containsExactly("bob ONLINE", "ann OFFLINE", "bob OFFLINE");
    }

    @Test
    void aNamespaceThatIsForgotten_takesItsListenersWithIt() {
        var a = node();
        var heard = new ArrayList<String>();
        a.server
                .io()
                .onNewNamespace(
                        namespace -> namespace.onPresence((user, presence) -> heard.add(user + " " + presence)));
        a.server.io().of(Pattern.compile("/room-.*")).use(socket -> socket.user("ann"));
        for (int i = 0; i < 3; i++) {
            a.server.openWebSocket().send("40/room-1,").breakOff();
        }

        assertThat(heard.stream().filter("ann ONLINE"::equals)).hasSize(3);
    }

    @Test
    void socketsThatBelongToNobody_costTheOthersNothing() {
        var a = node();
        node();
        pass(A_LITTLE);
        network.takeRecord();

        a.server.connectWebSocket().breakOff();
        assertThat(network.takeRecord()).isEmpty();
        a.connect("ann").breakOff();
        assertThat(network.takeRecord()).hasSize(2).allMatch(frame -> frame.length < 150);
    }

    @Test
    void whatAnotherNodeTellsWrongly_saysNothing() {
        var a = node();
        var bus = network.join();
        var table = new ReplicatedTable(
                "users /socket.io",
                bus,
                world.environment(),
                new ReplicatedTable.Limits(100, 10_000),
                Duration.ZERO,
                (node, key, value) -> {});

        table.put("no namespace", Bytes.owned(new byte[] {0, 0, 0, 1, 0, 0, 0, 0}));
        table.put("/,cut", Bytes.owned(new byte[] {0, 0, 0, 1}));
        table.put("/,less than none", Bytes.owned(new byte[] {-1, 0, 0, 1, -1, 0, 0, 0}));
        assertThat(a.told).isEmpty();
        table.put("/,more away than there", Bytes.owned(new byte[] {0, 0, 0, 1, 0, 0, 0, 9}));
        table.put("/,of a later release", Bytes.owned(new byte[] {0, 0, 0, 1, 0, 0, 0, 0, 99}));
        table.put("/,many", Bytes.owned(new byte[] {127, -1, -1, -1, 0, 0, 0, 0}));
        a.connect("many");

        assertThat(a.told).containsExactly("more away than there AWAY", "of a later release ONLINE", "many ONLINE");
        assertThat(a.devices("many")).isEqualTo(Integer.MAX_VALUE);
    }

    @RepeatedTest(10)
    void underFaultsOfAllKinds_allNodesAgreeInTheEnd_andHaveToldWhatIs() {
        var random = new Random(seed);
        var nodes = List.of(node(), node(), node());
        var clients = new ArrayList<TestClient>();
        network.loss(random.nextDouble() * 0.1);
        network.duplication(random.nextDouble() * 0.2);
        network.disorder(random.nextInt(100));
        for (int step = 0; step < 300; step++) {
            var node = nodes.get(random.nextInt(3));
            switch (random.nextInt(30)) {
                case 0 -> network.partition(node.bus);
                case 1 -> network.heal();
                default -> {
                    if (random.nextBoolean() || clients.isEmpty()) {
                        clients.add(node.connect("user" + random.nextInt(4)));
                    } else if (random.nextBoolean()) {
                        clients.remove(random.nextInt(clients.size())).breakOff();
                    } else {
                        clients.get(random.nextInt(clients.size())).send("42[\"away\"," + random.nextBoolean() + "]");
                    }
                }
            }
            pass(Duration.ofMillis(random.nextInt(200)));
            if (step % 50 == 0) { // heartbeats of sessions are not what this is about
                clients.forEach(client -> client.send("3"));
            }
        }
        network.heal();
        for (int second = 0; second < 80; second += 10) {
            pass(Duration.ofSeconds(10));
            clients.forEach(client -> client.send("3"));
        }

        for (int i = 0; i < 4; i++) {
            var user = "user" + i;
            var presence = nodes.get(0).presence(user);
            for (var node : nodes) {
                assertThat(node.presence(user)).as("%s, seed %d", user, seed).isEqualTo(presence);
                assertThat(node.devices(user)).isEqualTo(nodes.get(0).devices(user));
                var told = node.told.stream()
                        .filter(change -> change.startsWith(user))
                        .toList();
                assertThat(told).as("%s, seed %d", user, seed).last().isEqualTo(user + " " + presence);
                for (int change = 1; change < told.size(); change++) {
                    assertThat(told.get(change)).isNotEqualTo(told.get(change - 1));
                }
            }
        }
        assertThat(nodes.stream()
                        .mapToInt(node -> node.server.io().sockets().size())
                        .sum())
                .isEqualTo(clients.size());
    }
}
