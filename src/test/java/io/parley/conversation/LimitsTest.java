package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.AckTimeoutException;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.engine.EngineProtocolException;
import io.parley.engine.PayloadCodec;
import io.parley.engine.Revision;
import io.parley.kernel.Limit;
import io.parley.packet.ParserLimits;
import io.parley.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each bound on what one connection can take: what happens at it, and that it is counted. */
final class LimitsTest {
    private static final String FILE = "451-[\"file\",{\"_placeholder\":true,\"num\":0}]";
    private static final String TWO_FILES =
            "452-[\"file\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]";
    private static final byte[] CONTENT = {1, 2, 3};

    @RegisterExtension
    final TestServer server = new TestServer(ServerOptions.builder()
            .maxNamespaces(2)
            .maxDynamicNamespaces(4)
            .maxRooms(3)
            .maxRoomLength(5)
            .maxPendingAcks(2)
            .parserLimits(ParserLimits.defaults().withMaxAttachmentBytes(100))
            .engine(engine -> engine.maxQueuedBytes(1_000).maxQueuedPackets(10).maxQueuedEvents(3))
            .build());

    private final List<String> log = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeEach
    void listen() {
        server.io().on("connection", socket -> {
            sockets.add(socket);
            socket.on("file", event -> log.add("file"));
            socket.on("event", event -> log.add("event"));
            socket.onDisconnect((reason, description) -> log.add(reason + ": " + description));
        });
    }

    private void assertHit(Limit limit, long times) {
        var hit = server.io().counters().entrySet().stream()
                .filter(counter -> counter.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(hit).isEqualTo(Map.of(limit, times));
    }

    private void assertNothingHit() {
        assertThat(server.io().counters()).hasSize(Limit.values().length).allSatisfy((limit, hits) -> assertThat(hits)
                .as(limit.toString())
                .isZero());
    }

    @Test
    void b33_message_thatDoesNotComeInTime_closesTheConnection() {
        var client = server.connectWebSocket();
        client.session().receiving(client, true);
        server.advance(Duration.ofMillis(9_999));
        assertThat(client.isClosed()).isFalse();

        server.advance(Duration.ofMillis(1));

        assertThat(client.isClosed()).isTrue();
        assertThat(log).containsExactly("transport error: a message takes longer than PT10S");
        assertHit(Limit.RECEIVE_TIME, 1);
        assertThat(server.world().time.waiting()).isZero();
    }

    @Test
    void b33_message_thatIsComplete_hasNoTimeLeftToKeep() {
        var client = server.connectWebSocket();
        client.session().receiving(client, true);
        server.advance(Duration.ofSeconds(9));
        client.send("42[\"event\"]");
        server.advance(Duration.ofSeconds(15));

        assertThat(client.isClosed()).isFalse();
        assertThat(log).containsExactly("event");
        assertNothingHit();
    }

    @Test
    void b19_body_has30Seconds_andAnUpgradeMeanwhileIsNotBoundByIt() {
        var client = server.connectPolling();
        client.session().receiving(client, true);
        server.advance(Duration.ofSeconds(20));
        var upgraded = client.upgrade().send("2probe");
        upgraded.send("5");
        upgraded.take();
        server.advance(Duration.ofSeconds(12));

        assertThat(upgraded.isClosed()).isFalse();
        assertNothingHit();
    }

    @Test
    void b44_attachments_thatDoNotComeInTime_closeTheConnection() {
        var client = server.connectWebSocket().send(TWO_FILES).send(CONTENT);
        server.advance(Duration.ofMillis(9_999));
        assertThat(client.isClosed()).isFalse();

        server.advance(Duration.ofMillis(1));

        assertThat(client.isClosed()).isTrue();
        assertThat(log).containsExactly("forced close: attachments did not come in time");
        assertHit(Limit.ATTACHMENT_TIME, 1);
        assertThat(server.world().time.waiting()).isZero();
    }

    @Test
    void b44_attachments_haveTheirTimeForEachPacket() {
        var client = server.connectWebSocket().send(FILE);
        server.advance(Duration.ofSeconds(6));
        client.send(CONTENT).send(FILE);
        server.advance(Duration.ofSeconds(6));
        client.send(CONTENT);
        server.advance(Duration.ofSeconds(12));

        assertThat(client.isClosed()).isFalse();
        assertThat(log).containsExactly("file", "file");
        assertNothingHit();
    }

    @Test
    void b44_attachments_needNoTimerOfTheirOwn() {
        var client = server.connectWebSocket();
        int before = server.world().time.waiting();
        client.send(FILE);
        assertThat(server.world().time.waiting()).isEqualTo(before);
        client.send(CONTENT);
        client.send("42[\"event\"]");
        assertThat(server.world().time.waiting()).isEqualTo(before);
        client.send(FILE).breakOff();
        assertThat(server.world().time.waiting()).isZero();
    }

    @Test
    void b44_attachments_beforeTheMiddlewaresAreDone_leaveTheTimeToJoinRunning() {
        server.world().holdHandlers();
        var client = server.openWebSocket().send("40");
        client.send(FILE).send(CONTENT);
        server.advance(Duration.ofSeconds(20));
        client.send("3");
        server.advance(Duration.ofSeconds(24));
        assertThat(client.isClosed()).isFalse();
        server.advance(Duration.ofSeconds(1));
        assertThat(client.isClosed()).isTrue();
        assertHit(Limit.CONNECT_TIME, 1);
        server.world().releaseHandlers();
    }

    @Test
    void b44_attachments_thatTheServerItselfDoesNotRead_areNotLate() {
        var client = server.connectWebSocket();
        server.world().holdHandlers();
        client.send("42[\"event\"]\u001e42[\"event\"]\u001e42[\"event\"]").send(FILE);
        server.advance(Duration.ofSeconds(19));
        server.world().releaseHandlers();
        server.advance(Duration.ofSeconds(9));
        assertThat(client.isClosed()).isFalse();
        client.send(CONTENT);
        assertThat(log).containsExactly("event", "event", "event", "file");

        client.send(FILE);
        server.advance(Duration.ofSeconds(10));
        assertThat(client.isClosed()).isTrue();
    }

    @Test
    void b44_attachments_beforeCONNECT_areNotAwaited() {
        var client = server.openWebSocket().send(FILE);

        assertThat(client.isClosed()).isTrue();
        assertThat(server.world().time.waiting()).isZero();
    }

    @Test
    void b44_manyHalfPackets_areForgotten() {
        for (int i = 0; i < 10_000; i++) {
            var client = server.connectWebSocket().send(TWO_FILES).send(CONTENT);
            if (i % 2 == 0) {
                client.breakOff();
            }
        }
        assertThat(server.io().connections()).isEqualTo(5_000);

        server.advance(Duration.ofSeconds(10));

        assertThat(server.io().connections()).isZero();
        assertThat(server.io().sockets()).isEmpty();
        assertThat(server.world().time.waiting()).isZero();
        assertHit(Limit.ATTACHMENT_TIME, 5_000);
    }

    @Test
    void b44_text_insteadOfAnAttachment_closesTheConnection() {
        var client = server.connectWebSocket().send(FILE).send("42[\"event\"]");

        assertThat(client.isClosed()).isTrue();
        assertThat(log).containsExactly("forced close: text instead of an attachment");
        assertThat(server.world().time.waiting()).isZero();
    }

    @Test
    void b44_leavingTheNamespaceInsteadOfAnAttachment_closesTheConnection() {
        assertThat(server.connectWebSocket().send(FILE).send("41").isClosed()).isTrue();
    }

    @Test
    void b44_attachments_togetherTooLarge_closeTheConnection() {
        var client = server.connectWebSocket().send(TWO_FILES).send(new byte[60]);
        assertThat(client.isClosed()).isFalse();

        client.send(new byte[60]);

        assertThat(client.isClosed()).isTrue();
        assertThat(log).containsExactly("forced close: attachments too large");
        assertHit(Limit.ATTACHMENT_BYTES, 1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '!', textBlock = """
            4511-["e"]              | ATTACHMENTS
            42["e",1e999]           | NUMBER
            42["e",{"a":%s}]        | DEPTH
            42["e",{%s}]            | KEYS
            42/%s                   | NAMESPACE_LENGTH
            """)
    void packet_thatExceedsALimit_closesTheConnection(String template, Limit limit) {
        var filling =
                switch (limit) {
                    case DEPTH -> "[".repeat(64) + "]".repeat(64);
                    case KEYS ->
                        IntStream.rangeClosed(0, 10_000)
                                .mapToObj("\"%d\":0"::formatted)
                                .collect(Collectors.joining(","));
                    default -> "n".repeat(128);
                };
        var client = server.connectWebSocket().send(template.formatted(filling));

        assertThat(client.isClosed()).isTrue();
        assertThat(log).singleElement().asString().startsWith("forced close");
        assertHit(limit, 1);
    }

    @Test
    void b55_namespaces_oneMoreIsRefused_andTheOthersLive() {
        IntStream.range(0, 3).forEach(i -> server.io().of("/n" + i));
        var client = server.connectWebSocket().send("40/n0,").send("40/n1,").send("40/n2,");

        assertThat(client.take().subList(1, 3))
                .containsExactly(
                        "44/n1,{\"message\":\"too many namespaces\"}", "44/n2,{\"message\":\"too many namespaces\"}");
        client.send("42[\"event\"]");
        assertThat(log).containsExactly("event");
        assertHit(Limit.NAMESPACES, 2);
        client.send("41/n0,").send("40/n2,");
        assertThat(client.take()).singleElement().asString().startsWith("40/n2,{\"sid\":");
    }

    @Test
    void b55_namespacesOnDemand_beyondTheBound_areInvalid() {
        server.io().of(Pattern.compile("/on-demand-.*"));
        var clients = IntStream.range(0, 5)
                .mapToObj(i -> server.openWebSocket().send("40/on-demand-" + i + ","))
                .toList();

        assertThat(clients.get(2).take()).singleElement().asString().startsWith("40/on-demand-2,{\"sid\":");
        assertThat(clients.get(3).take()).containsExactly("44/on-demand-3,{\"message\":\"Invalid namespace\"}");
        assertHit(Limit.DYNAMIC_NAMESPACES, 2);
    }

    @Test
    void b56_rooms_oneMoreIsAnErrorToTheApplication() {
        server.connectWebSocket();
        var socket = sockets.get(0);
        socket.join("a", "b");

        assertThatThrownBy(() -> socket.join("b", "c")).isInstanceOf(IllegalStateException.class);

        assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "a", "b");
        assertHit(Limit.ROOMS, 1);
        socket.leave("a");
        socket.join("c");
        assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "b", "c");
    }

    @Test
    void b56_rooms_ofTooLongAName_areAnErrorToTheApplication() {
        server.connectWebSocket();
        var socket = sockets.get(0);
        socket.join("12345");

        assertThatThrownBy(() -> socket.join("a", "123456"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the name of a room has 6 characters, more than 5");
        assertThatThrownBy(() -> server.io().socketsJoin("123456")).isInstanceOf(IllegalArgumentException.class);

        assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "12345");
        assertHit(Limit.ROOM_LENGTH, 2);
    }

    @Test
    void b57_pendingAcks_oneMoreFails_andAllFailWithTheConnection() {
        var client = server.connectWebSocket();
        var socket = sockets.get(0);
        var first = socket.emitWithAck("ask").toCompletableFuture();
        var second = socket.emitWithAck("ask").toCompletableFuture();
        client.take();

        var third = socket.emitWithAck("ask").toCompletableFuture();

        assertThat(third).isCompletedExceptionally();
        assertThat(client.take()).isEmpty();
        assertHit(Limit.PENDING_ACKS, 1);
        client.breakOff();
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompletedExceptionally();
    }

    @Test
    void b57_unknownDoubleAndForeignAcks_areIgnored() {
        var client = server.connectWebSocket();
        var other = server.connectWebSocket();
        var answer = sockets.get(0).emitWithAck("ask").toCompletableFuture();
        var asked = client.take().get(0);
        var id = asked.substring(2, asked.indexOf('['));

        IntStream.range(0, 10_000).forEach(i -> client.send("43" + (1_000_000 + i) + "[]"));
        other.send("43" + id + "[\"foreign\"]");
        client.send("43" + id + "[\"own\"]").send("43" + id + "[\"again\"]");

        assertThat(answer).isCompletedWithValueMatching(arguments -> "own".equals(arguments.get(0)));
        assertThat(client.isClosed()).isFalse();
        assertThat(other.isClosed()).isFalse();
        assertThat(log).isEmpty();
    }

    @Test
    void b57_acks_thatAreNotAnsweredInTheTimeOfTheOptions_fail() {
        var impatient = new TestServer(
                ServerOptions.builder().ackTimeout(Duration.ofSeconds(30)).build());
        var there = new ArrayList<Socket>();
        impatient.io().on("connection", there::add);
        var client = impatient.connectWebSocket();
        var one = there.get(0).emitWithAck("ask").toCompletableFuture();
        var all = impatient.io().emitWithAck("ask").toCompletableFuture();
        var own = there.get(0).timeout(Duration.ofSeconds(5)).emitWithAck("ask").toCompletableFuture();

        impatient.advance(Duration.ofSeconds(5));
        assertThat(own).isCompletedExceptionally();
        assertThat(one).isNotDone();
        impatient.advance(Duration.ofSeconds(15));
        client.send("3");
        impatient.advance(Duration.ofSeconds(10));

        assertThatThrownBy(one::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(AckTimeoutException.class);
        assertThat(all)
                .isCompletedWithValueMatching(answers -> answers.missing().size() == 1);
        assertThat(impatient.io().counters().get(Limit.ACK_TIME)).isEqualTo(2);
    }

    @Test
    void slowConsumer_isCutWhenTooManyBytesWait() {
        var client = server.connectPolling();
        sockets.get(0).emit("small");
        sockets.get(0).emit("large", "x".repeat(1_000));

        assertThat(client.isClosed()).isTrue();
        assertThat(log).containsExactly("transport error: slow consumer: 11 bytes wait");
        assertHit(Limit.QUEUED_BYTES, 1);
    }

    @Test
    void slowConsumer_isCutWhenTooManyPacketsWait() {
        var client = server.connectPolling();
        IntStream.range(0, 10).forEach(i -> sockets.get(0).emit("n", i));
        assertThat(client.isClosed()).isFalse();

        sockets.get(0).emit("n", 10);

        assertThat(client.isClosed()).isTrue();
        assertThat(log).containsExactly("transport error: slow consumer: 10 packets wait");
        assertHit(Limit.QUEUED_PACKETS, 1);
    }

    @Test
    void slowConsumer_aPacketWithItsAttachmentsIsOneUnit_whateverItsSize() {
        var client = server.connectPolling();
        var attachments = IntStream.range(0, 10).mapToObj(i -> new byte[200]).toArray();
        sockets.get(0).emit("n", attachments);

        assertThat(client.isClosed()).isFalse();
        assertThat(client.poll().take()).hasSize(11);
    }

    @Test
    void slowConsumer_isCutWhenAWriteTakesTooLong() {
        var client = server.connectWebSocket();
        client.stall();
        sockets.get(0).emit("n");
        server.advance(Duration.ofSeconds(10));

        assertThat(client.isClosed()).isTrue();
        assertThat(log).containsExactly("transport error: slow consumer: a write takes longer than PT10S");
        assertHit(Limit.WRITE_TIME, 1);
    }

    @Test
    void slowConsumer_losesWhatIsLossyFirst() {
        var client = server.connectWebSocket();
        client.stall();
        sockets.get(0).emit("n", 0);
        sockets.get(0).emit("n", 1);
        IntStream.range(0, 100).forEach(i -> sockets.get(0).lossy().emit("lossy", i));
        client.resume();
        sockets.get(0).lossy().emit("lossy", "at last");

        assertThat(client.isClosed()).isFalse();
        assertThat(client.take()).containsExactly("42[\"n\",0]", "42[\"n\",1]", "42[\"lossy\",\"at last\"]");
        assertHit(Limit.LOSSY, 100);
    }

    @Test
    void b58_events_thatWaitForTheirHandlers_areBoundedForAllSocketsOfASession() {
        server.io().of("/other").on("connection", socket -> {});
        var client = server.connectWebSocket().send("40/other,");
        var served = server.connectWebSocket();
        server.world().holdHandlers();
        client.send("42[\"event\"]").send("42/other,[\"event\"]");
        assertThat(client.session().inflow().isFull()).isFalse();

        client.send("42[\"event\"]");

        assertThat(client.session().inflow().isFull()).isTrue();
        assertThat(served.session().inflow().isFull()).isFalse();
        var read = new AtomicInteger();
        client.session().inflow().whenOpen(read::incrementAndGet);
        assertThat(read).hasValue(0);
        server.world().releaseHandlers();
        assertThat(read).hasValue(1);
        assertHit(Limit.QUEUED_EVENTS, 1);
    }

    @Test
    void b58_clientThatJoinsAndLeavesAgainAndAgain_isSlowedDownToo() {
        var client = server.openWebSocket();
        server.world().holdHandlers();

        client.send("40\u001e41\u001e40\u001e41\u001e40");

        assertThat(client.session().inflow().isFull()).isTrue();
        server.world().releaseHandlers();
        assertThat(client.session().inflow().isFull()).isFalse();
        assertThat(sockets).hasSize(1);
    }

    @Test
    void b58_clientThatIsGone_leavesNothingWaiting() {
        var client = server.openWebSocket();
        server.world().holdHandlers();
        client.send("40\u001e42[\"event\"]\u001e42[\"event\"]\u001e42[\"event\"]");
        var session = client.session();
        assertThat(session.inflow().isFull()).isTrue();
        client.breakOff();
        server.world().releaseHandlers();

        assertThat(session.inflow().isFull()).isFalse();
        assertThat(log).isEmpty();
    }

    @Test
    void payload_ofTooManyPackets_closesTheConnection() {
        var client = server.connectPolling();
        var codec = PayloadCodec.of(Revision.V4, false);
        assertThat(codec.decode("42\u001e42", 2)).hasSize(2);
        try {
            codec.decode("42\u001e42\u001e42", 2);
        } catch (EngineProtocolException tooMany) {
            client.session().broken(client, tooMany);
        }

        assertThat(client.isClosed()).isTrue();
        assertThat(log).containsExactly("parse error: more than 2 packets in a payload");
        assertHit(Limit.PAYLOAD_PACKETS, 1);
    }

    @Test
    void connectionThatJoinsNothing_isClosedInTime() {
        var client = server.openWebSocket();
        server.advance(Duration.ofSeconds(25));
        client.send("3");
        server.advance(Duration.ofSeconds(20));

        assertThat(client.isClosed()).isTrue();
        assertHit(Limit.CONNECT_TIME, 1);
    }
}
