package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ConnectionRefusedException;
import io.parley.RecoveryOptions;
import io.parley.RecoveryOutcome;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.SocketIoServer;
import io.parley.adapter.ClusterAdapters;
import io.parley.testing.MemoryBus;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import io.parley.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that comes back to another node, after its own has lost it, was drained, or was killed. */
final class ClusterRecoveryTest {
    private static final Pattern PID = Pattern.compile("\"pid\":\"([^\"]+)\"");
    private static final Pattern OFFSET = Pattern.compile(",\"([^\"]+-[0-9a-z]+)\"\\]$");
    private static final ServerOptions OPTIONS = ServerOptions.builder()
            .recovery(new RecoveryOptions(Duration.ofMinutes(2), false, 100, 1000, 1_000_000, 50, 10_000))
            .build();

    private final World world = new World();
    private final MemoryNetwork network = new MemoryNetwork(
            1, MemoryNetwork.LIMITS, world.time, world.environment().failures());
    private final List<Chatter> chatters = new ArrayList<>();
    private Node a;
    private Node b;
    private Node c;

    @BeforeEach
    void start() {
        a = new Node();
        b = new Node();
        c = new Node();
        settle();
    }

    @AfterEach
    void noFailures() {
        world.assertNoFailures();
    }

    @Test
    void clientThatItsNodeHasLost_isRecoveredOnAnother() {
        var client = new Chatter(a);
        client.socket().join("room");
        client.socket().data().put("name", "x");
        b.io().emit("first", 1);
        settle();
        client.loses();
        a.io().to("room").emit("of a");
        b.io().emit("of b");
        c.io().to("elsewhere").emit("not for it");
        c.io().to(client.id()).emit("own");
        settle();

        client.returns(b);

        assertThat(client.heard()).containsExactly("first", "of a", "of b", "own");
        assertThat(client.socket().recoveryOutcome()).isEqualTo(RecoveryOutcome.RECOVERED);
        assertThat(client.socket().rooms()).containsExactlyInAnyOrder("room", client.id());
        assertThat(client.socket().data()).containsEntry("name", "x");
        assertThat(client.isSame()).isTrue();
        a.io().to("room").emit("after");
        settle();
        assertThat(client.heard()).endsWith("after").hasSize(5);
    }

    @Test
    void clientOfAKilledNode_isRecovered_withWhatTheNodeHadSaidToTheOthers() {
        var client = new Chatter(a);
        client.socket().join("room");
        client.socket().data().put("name", "x");
        client.socket().emit("direct", 1);
        settle();
        client.hears();
        a.io().to("room").emit("last words");
        settle(); // the others have heard it; that the client has, too, nobody knows any more
        a.kill();
        client.forgets();
        b.io().to("room").emit("meanwhile");
        settle();

        client.returns(c);

        assertThat(client.socket().recovered()).isTrue();
        assertThat(client.heard()).containsExactly("direct", "last words", "meanwhile");
        assertThat(client.socket().rooms()).containsExactlyInAnyOrder("room", client.id());
        assertThat(client.socket().data()).containsEntry("name", "x");
        assertThat(client.isSame()).isTrue();
    }

    @Test
    void recoveryId_worksOnce_inTheWholeCluster() {
        var client = new Chatter(a);
        a.io().emit("first");
        settle();
        client.loses();
        settle();

        var one = client.copy();
        var other = client.copy();
        one.returns(b);
        other.returns(c);

        assertThat(List.of(one.socket().recovered(), other.socket().recovered()))
                .containsOnlyOnce(true);
        assertThat(one.id()).isNotEqualTo(other.id());
    }

    @Test
    void recoveryIdOfADeadNode_worksOnceAtMost() {
        var client = new Chatter(a);
        a.io().emit("first");
        settle();
        client.hears();
        a.kill();
        settle();

        var one = client.copy();
        var other = client.copy();
        var again = client.copy();
        one.begins(b);
        other.begins(c);
        again.begins(b);
        settle();

        assertThat(one.isRecovered() ? 1 : 0).isLessThanOrEqualTo(1);
        assertThat((one.isRecovered() ? 1 : 0) + (other.isRecovered() ? 1 : 0) + (again.isRecovered() ? 1 : 0))
                .isLessThanOrEqualTo(1);
    }

    @Test
    void clientThatIsStillConnected_isNotRecoveredElsewhere() {
        var client = new Chatter(a);
        a.io().emit("first");
        settle();
        client.hears();
        var copy = client.copy();
        copy.returns(b);
        assertThat(copy.socket().recoveryOutcome()).isEqualTo(RecoveryOutcome.UNKNOWN);
        assertThat(client.socket().connected()).isTrue();
    }

    @Test
    void clientThatLeft_isNotRecoveredElsewhere() {
        var client = new Chatter(a);
        client.leaves();
        settle();
        client.returns(b);
        assertThat(client.socket().recoveryOutcome()).isEqualTo(RecoveryOutcome.UNKNOWN);
    }

    @Test
    void clientAwayTooLong_isNew_whetherItsNodeLives() {
        var client = new Chatter(a);
        var other = new Chatter(b);
        client.loses();
        b.kill();
        settle();
        world.time.advance(Duration.ofMinutes(2).plusMillis(1));
        settle();
        client.returns(c);
        other.returns(c);
        assertThat(client.socket().recoveryOutcome()).isEqualTo(RecoveryOutcome.UNKNOWN);
        assertThat(other.socket().recoveryOutcome()).isEqualTo(RecoveryOutcome.UNKNOWN);
    }

    @Test
    void clientThatComesToANodeThatIsNew_getsWhatTheOthersHaveKept() {
        var client = new Chatter(a);
        client.socket().join("room");
        b.io().emit("first");
        settle();
        client.loses();
        b.io().to("room").emit("before the new node");
        settle();
        world.time.advance(Duration.ofSeconds(20));
        var late = new Node();
        settle();
        b.io().to("room").emit("after it");
        settle();

        client.returns(late);

        assertThat(client.socket().recovered()).isTrue();
        assertThat(client.heard()).containsExactly("first", "before the new node", "after it");
    }

    @Test
    void clientThatComesToANodeThatIsNew_whenNobodyHasKeptWhatItMissed_isNew() {
        var client = new Chatter(a);
        a.io().emit("first");
        settle();
        client.loses();
        world.time.advance(Duration.ofSeconds(20));
        var late = new Node();
        settle();
        a.kill();
        b.kill();
        c.kill();
        settle();
        client.returns(late);
        assertThat(client.socket().recoveryOutcome()).isEqualTo(RecoveryOutcome.TOO_MUCH_MISSED);
    }

    @Test
    void clientOfANodeThatIsNew_isRecoveredThere_thoughOthersHadSaidMuchBefore() {
        a.io().emit("long ago");
        a.io().emit("long ago");
        b.kill();
        c.kill();
        settle();
        var late = new Node();
        settle();
        var client = new Chatter(late);
        a.io().emit("first");
        settle();
        client.loses();
        a.io().emit("news");
        settle();
        a.kill();
        settle();
        client.returns(late);
        assertThat(client.socket().recovered()).isTrue();
        assertThat(client.heard()).containsExactly("first", "news");
    }

    @Test
    void roomThatIsLeft_andDataThatAreChanged_areSoElsewhere() {
        var client = new Chatter(a);
        client.socket().join("room", "other");
        client.socket().data().put("n", 1);
        b.io().in("room").socketsLeave("room");
        client.socket().data().merge("n", 1, (one, more) -> (Integer) one + (Integer) more);
        client.socket().data().entrySet().removeIf(entry -> entry.getKey().equals("none"));
        settle();
        a.kill();
        settle();
        client.returns(b);
        assertThat(client.socket().recovered()).isTrue();
        assertThat(client.socket().rooms()).containsExactlyInAnyOrder("other", client.id());
        assertThat(client.socket().data()).containsEntry("n", 2L);
    }

    @Test
    void whatIsLostForGoodBetweenNodes_isHadFromItsOrigin() {
        var client = missesWhatOnlyItsOriginHas();
        client.returns(c);
        assertThat(client.socket().recovered()).isTrue();
        assertThat(client.heard()).containsExactly("first", "nobody else hears", "after");
    }

    @Test
    void whatIsLostForGoodBetweenNodes_andWithItsOrigin_isNotRecoveredSilently() {
        var client = missesWhatOnlyItsOriginHas();
        a.kill();
        settle();
        client.returns(c);
        assertThat(client.socket().recoveryOutcome()).isEqualTo(RecoveryOutcome.TOO_MUCH_MISSED);
    }

    private Chatter missesWhatOnlyItsOriginHas() {
        var client = new Chatter(b);
        a.io().emit("first");
        settle();
        client.loses();
        settle();
        network.partition(a.bus);
        a.io().emit("nobody else hears");
        world.time.advance(MemoryNetwork.LIMITS.ringTime().plusSeconds(1));
        network.heal();
        settle();
        a.io().emit("after");
        settle();
        return client;
    }

    @Test
    void localBroadcasts_areNotKept_andDisturbNobody() {
        var client = new Chatter(a);
        a.io().local().emit("local");
        a.io().emit("all");
        settle();
        client.loses();
        a.io().local().emit("only for who is here");
        b.io().emit("news");
        settle();
        client.returns(b);
        assertThat(client.heard()).containsExactly("local", "all", "news");
    }

    @Test
    void middleware_thatRefusesTheClient_leavesItsSession() {
        var client = new Chatter(a);
        a.io().emit("first");
        settle();
        client.loses();
        settle();
        b.refusing = true;
        client.begins(b);
        settle();
        assertThat(client.isRefused()).isTrue();
        b.refusing = false;
        client.returns(c);
        assertThat(client.socket().recovered()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void flappingClients_missNothing_getNothingTwice_andInOrder(int seed) {
        var random = new Random(seed);
        var nodes = List.of(a, b, c);
        var clients = new ArrayList<Chatter>();
        for (int i = 0; i < 6; i++) {
            clients.add(new Chatter(nodes.get(i % 3)));
            clients.get(i).socket().join("room");
        }
        settle();
        network.loss(0.05);
        network.disorder(3);
        int[] sent = new int[3];
        for (int round = 0; round < 120; round++) {
            int from = random.nextInt(3);
            nodes.get(from).io().to("room").emit("n", from, sent[from]++);
            if (random.nextInt(3) == 0) {
                settle();
            }
            for (var client : clients) {
                switch (random.nextInt(8)) {
                    case 0 -> client.hears();
                    case 1 -> {
                        client.forgetsSome(random);
                        client.loses();
                        settle();
                        client.returns(nodes.get(random.nextInt(3)));
                        assertThat(client.socket().recoveryOutcome()).isEqualTo(RecoveryOutcome.RECOVERED);
                    }
                    default -> {}
                }
            }
        }
        network.loss(0);
        settle();
        for (var client : clients) {
            client.hears();
            var next = new HashMap<Integer, Integer>();
            for (var packet : client.packets) {
                var numbers = packet.substring(packet.indexOf(',') + 1).split(",");
                int from = Integer.parseInt(numbers[0]);
                assertThat(Integer.parseInt(numbers[1])).as(packet).isEqualTo(next.getOrDefault(from, 0));
                next.merge(from, 1, Integer::sum);
            }
            assertThat(next).isEqualTo(Map.of(0, sent[0], 1, sent[1], 2, sent[2]));
        }
    }

    private void settle() {
        for (int i = 0; i < 4; i++) {
            network.settle();
            world.time.advance(Duration.ofMillis(600));
            chatters.forEach(Chatter::arrives);
        }
        network.settle();
    }

    private final class Node {
        final MemoryBus bus = network.join();
        final TestServer server =
                new TestServer(OPTIONS, world, new ClusterAdapters(bus, world.environment()).of("/socket.io"));
        final Map<String, Socket> sockets = new HashMap<>();
        boolean refusing;

        Node() {
            server.io().use(socket -> {
                if (refusing) {
                    throw new ConnectionRefusedException("not now");
                }
            });
            server.io().on("connection", socket -> sockets.put(socket.id(), socket));
        }

        SocketIoServer io() {
            return server.io();
        }

        void kill() {
            bus.kill();
        }
    }

    /** A client that does as the official one: it keeps the offset of the last event, and says it when it comes back. */
    private final class Chatter {
        final List<String> packets = new ArrayList<>();
        private Node node;
        private TestClient connection;
        private String firstId;
        private String id = "";
        private String pid = "";
        private String offset = "";
        private boolean refused;
        private final List<String> underWay = new ArrayList<>();

        private Chatter() {}

        Chatter(Node node) {
            this.node = node;
            connection = node.server.openWebSocket().send("40");
            hears();
            firstId = id;
            chatters.add(this);
        }

        Chatter copy() {
            var copy = new Chatter();
            copy.pid = pid;
            copy.offset = offset;
            copy.firstId = firstId;
            return copy;
        }

        String id() {
            return id;
        }

        boolean isSame() {
            return id.equals(firstId);
        }

        boolean isRefused() {
            hears();
            return refused;
        }

        boolean isRecovered() {
            hears();
            var socket = node.sockets.get(id);
            return socket != null && socket.recovered();
        }

        Socket socket() {
            hears();
            return node.sockets.get(id);
        }

        /** The names of the events so far. */
        List<String> heard() {
            hears();
            return packets.stream()
                    .map(packet -> packet.substring(4, packet.indexOf('"', 4)))
                    .toList();
        }

        /** Takes what has arrived, and answers pings. */
        void arrives() {
            for (var packet : connection.take()) {
                if (packet.equals("2")) {
                    // its answer says that all before has arrived
                    hear(underWay);
                    underWay.clear();
                    connection.send("3");
                } else {
                    underWay.add(packet);
                }
            }
        }

        void hears() {
            arrives();
            hear(underWay);
            underWay.clear();
        }

        private void hear(List<String> received) {
            for (var packet : received) {
                if (packet.startsWith("42")) {
                    packets.add(packet);
                    var matcher = OFFSET.matcher(packet);
                    if (matcher.find()) {
                        offset = matcher.group(1);
                    }
                } else if (packet.startsWith("40")) {
                    var matcher = PID.matcher(packet);
                    assertThat(matcher.find()).isTrue();
                    pid = matcher.group(1);
                    id = packet.substring(packet.indexOf(":\"") + 2, packet.indexOf("\",\"pid"));
                } else if (packet.startsWith("44")) {
                    refused = true;
                }
            }
        }

        /** What has been sent since it heard last does not arrive. */
        void forgets() {
            arrives();
            underWay.clear();
        }

        /** The connection breaks somewhere in what is under way. */
        void forgetsSome(Random random) {
            arrives();
            hear(underWay.subList(0, random.nextInt(underWay.size() + 1)));
            underWay.clear();
        }

        void loses() {
            hears();
            connection.breakOff();
        }

        void leaves() {
            connection.send("41");
        }

        void returns(Node to) {
            begins(to);
            settle();
            hears();
        }

        void begins(Node to) {
            node = to;
            refused = false;
            connection = to.server
                    .openWebSocket()
                    .send("40{\"pid\":\"" + pid + "\"" + (offset.isEmpty() ? "" : ",\"offset\":\"" + offset + "\"")
                            + "}");
        }
    }
}
