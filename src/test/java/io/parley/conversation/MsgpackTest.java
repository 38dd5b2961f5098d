package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.DisconnectReason;
import io.parley.RecoveryOptions;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.adapter.ClusterAdapters;
import io.parley.kernel.Bytes;
import io.parley.packet.MsgpackParser;
import io.parley.packet.Packet;
import io.parley.packet.ParserLimits;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import io.parley.testing.World;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server whose clients have socket.io-msgpack-parser: each packet is one binary message. */
final class MsgpackTest {
    private static final String CONNECT = "82a47479706500a36e7370a12f";

    private static final ServerOptions OPTIONS =
            ServerOptions.builder().parser(MsgpackParser::new).build();

    @RegisterExtension
    final TestServer server = new TestServer(OPTIONS);

    private static TestClient send(TestClient client, String hexadecimal) {
        return client.send(HexFormat.of().parseHex(hexadecimal));
    }

    /** What has arrived, in hexadecimal: nothing but binary messages. */
    private static List<String> take(TestClient client) {
        return client.take().stream()
                .map(message -> {
                    assertThat(message).startsWith("b");
                    return HexFormat.of().formatHex(Base64.getDecoder().decode(message.substring(1)));
                })
                .toList();
    }

    private TestClient connected() {
        var client = send(server.openWebSocket(), CONNECT);
        assertThat(take(client))
                .singleElement()
                .asString()
                .startsWith("83a47479706500a36e7370a12fa46461746181a3736964");
        return client;
    }

    @Test
    void event_isAnswered_withBytesAndDates() {
        var seen = new ArrayList<Object>();
        server.io()
                .on(
                        "connection",
                        socket -> socket.on("e", event -> {
                            seen.addAll(event.arguments().toList());
                            event.ack(event.get(0), Instant.ofEpochMilli(2), null);
                        }));
        var client = connected();

        send(client, "84a47479706502a46461746193a165c40107d7000000000000000001a2696405a36e7370a12f");

        assertThat(seen).containsExactly(new byte[] {7}, Instant.ofEpochMilli(1));
        assertThat(take(client))
                .containsExactly("84a47479706503a36e7370a12fa2696405a46461746193c40107d7000000000000000002c0");
    }

    @Test
    void broadcast_isOneBinaryMessageEach() {
        var one = connected();
        var polling = server.openPolling();
        send(polling, CONNECT);
        polling.poll();
        polling.take();

        server.io().emit("e", new byte[] {1}, new byte[] {2});

        var packet = "83a47479706502a36e7370a12fa46461746193a165c40101c40102";
        assertThat(take(one)).containsExactly(packet);
        assertThat(take(polling.poll())).containsExactly(packet);
    }

    @Test
    void otherNodes_getTheSameMessages() {
        var world = new World();
        var network = new MemoryNetwork(failure -> {
            throw new AssertionError(failure);
        });
        var here = new TestServer(
                OPTIONS, world, new ClusterAdapters(network.join(), world.environment()).of("/socket.io"));
        var there = new TestServer(
                OPTIONS, world, new ClusterAdapters(network.join(), world.environment()).of("/socket.io"));
        var told = new ArrayList<Object>();
        there.io().onServerSide("tell", event -> told.addAll(event.arguments().toList()));
        var client = send(there.openWebSocket(), CONNECT);
        client.take();

        here.io().emit("e", new byte[] {1});
        here.io().serverSideEmit("tell", new byte[] {2}, Instant.EPOCH);
        there.io().sockets().forEach(socket -> socket.data().put("key", new byte[] {3}));
        var fetched = here.io().fetchSockets().toCompletableFuture();
        network.settle();

        assertThat(take(client)).containsExactly("83a47479706502a36e7370a12fa46461746192a165c40101");
        assertThat(told).containsExactly(new byte[] {2}, Instant.EPOCH);
        assertThat(fetched)
                .isCompletedWithValueMatching(all -> all.isComplete()
                        && all.sockets().size() == 1
                        && all.sockets().get(0).data().get("key") instanceof byte[] key
                        && key.length == 1);
        var answers = here.io().emitWithAck("q").toCompletableFuture();
        network.settle();
        assertThat(take(client)).hasSize(1);
        send(client, "84a47479706503a36e7370a12fa2696400a46461746191c40104");
        network.settle();
        assertThat(answers)
                .isCompletedWithValueMatching(all ->
                        all.isComplete() && all.values().iterator().next().get(0) instanceof byte[] key && key[0] == 4);
        world.assertNoFailures();
    }

    @Test
    void unknownNamespace_isRefused() {
        var client = send(server.openWebSocket(), "82a47479706500a36e7370a22f78");

        assertThat(take(client))
                .containsExactly("83a47479706504a36e7370a22f78a46461746181a76d657373616765b1"
                        + HexFormat.of().formatHex("Invalid namespace".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void textMessage_closesTheConnection() {
        var reasons = new ArrayList<DisconnectReason>();
        server.io().on("connection", socket -> socket.onDisconnect(reason -> reasons.add(reason)));
        var client = connected();

        client.send("42[\"e\"]");

        assertThat(client.isClosed()).isTrue();
        assertThat(reasons).containsExactly(DisconnectReason.FORCED_CLOSE);
        assertThat(server.openWebSocket().send("40").isClosed()).isTrue();
    }

    @Test
    void whatIsNoPacket_closesTheConnection() {
        var client = send(connected(), "83a47479706502a36e7370a12fa464617461dd7fffffff");

        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void disconnect_isHeard() {
        var reasons = new ArrayList<DisconnectReason>();
        server.io().on("connection", socket -> socket.onDisconnect(reason -> reasons.add(reason)));

        send(connected(), "82a47479706501a36e7370a12f");

        assertThat(reasons).containsExactly(DisconnectReason.CLIENT_NAMESPACE_DISCONNECT);
    }

    @Test
    void recovery_replaysWhatWasMissed_withBytesAndTheOffsetLast() {
        var recovering = new TestServer(
                OPTIONS.toBuilder().recovery(RecoveryOptions.defaults()).build());
        var sockets = new ArrayList<Socket>();
        recovering.io().on("connection", sockets::add);
        var parser = new MsgpackParser(ParserLimits.defaults());
        var client = send(recovering.openWebSocket(), CONNECT);
        var answer = (Packet.Connect) packets(parser, client).get(0);
        var pid = ((Map<?, ?>) answer.auth().arguments().get(0)).get("pid");
        recovering.io().emit("first", new byte[] {1, 2}, Instant.EPOCH);
        var first = (Packet.Event) packets(parser, client).get(0);
        assertThat(first.payload().arguments().get(1)).isEqualTo(Instant.EPOCH);
        var offset = first.payload().arguments().get(2, String.class);
        client.breakOff();
        recovering.io().emit("missed", new byte[] {3});
        recovering.io().emit("missed without arguments");

        var back = recovering.openWebSocket();
        var connect = new Packet.Connect("/", parser.object(Map.of("pid", pid, "offset", offset)));
        back.send(parser.encode(connect).attachments().get(0).toArray());

        var got = packets(parser, back);
        assertThat(sockets.get(1).recovered()).isTrue();
        assertThat(got).hasSize(3);
        var missed = ((Packet.Event) got.get(0)).payload();
        assertThat(missed.name()).isEqualTo("missed");
        assertThat(missed.arguments().get(0)).isEqualTo(new byte[] {3});
        assertThat(missed.arguments().get(1)).isInstanceOf(String.class).isNotEqualTo(offset);
        assertThat(((Packet.Event) got.get(1)).payload().arguments().size()).isEqualTo(1);
        assertThat(got.get(2)).isInstanceOf(Packet.Connect.class);
        recovering.world().assertNoFailures();
    }

    private static List<Packet> packets(MsgpackParser parser, TestClient client) {
        return take(client).stream()
                .map(message ->
                        parser.decoder().binary(Bytes.owned(HexFormat.of().parseHex(message))))
                .toList();
    }
}
