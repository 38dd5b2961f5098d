package io.parley.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.adapter.SessionReply.Verdict;
import io.parley.kernel.Bytes;
import io.parley.packet.EncodedPacket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClusterCodecTest {
    private static final EncodedPacket PACKET =
            new EncodedPacket("51-[\"é\",{\"_placeholder\":true,\"num\":0}]", List.of(Bytes.copyOf(new byte[] {1, 2})));

    @Test
    void broadcast_comesBackAsItWas() {
        var selection = new Selection(Set.of("a", "raum ü"), Set.of("b"));
        var message = new ClusterMessage.Broadcast(selection, PACKET, true);
        assertThat(ClusterCodec.decode(ClusterCodec.encode(message))).contains(message);
    }

    @Test
    void packetThatMustNotBeCompressed_comesBackAsItWas() {
        var message = new ClusterMessage.Broadcast(Selection.ALL, PACKET.withCompress(false), false);
        assertThat(ClusterCodec.decode(ClusterCodec.encode(message))).contains(message);
    }

    @Test
    void questionsAndAnswers_comeBackAsTheyWere() {
        for (var message :
                List.of(new ClusterMessage.ServerSideQuestion("r1", PACKET), new ClusterMessage.Answer("r1", PACKET))) {
            assertThat(ClusterCodec.decode(ClusterCodec.encode(message))).contains(message);
        }
    }

    @Test
    void requestsForSockets_andWhatIsReplied_comeBackAsTheyWere() {
        var selection = new Selection(Set.of("a"), Set.of("b"));
        var other = new EncodedPacket("3[]", List.of(), false);
        for (var message : List.of(
                new ClusterMessage.Fetch("r1", selection),
                new ClusterMessage.Sockets("r1", List.of(PACKET, other, PACKET), ClusterMessage.Reply.MORE),
                new ClusterMessage.Sockets("r1", List.of(), 0),
                new ClusterMessage.Question("r1", selection, PACKET, true, 5),
                new ClusterMessage.Question("r1", Selection.ALL, other, false, 0),
                new ClusterMessage.Asked("r1", Set.of("s1", "s2"), ClusterMessage.Reply.MORE),
                new ClusterMessage.Asked("r1", Set.of(), 2),
                new ClusterMessage.SocketAnswer("r1", "s1", PACKET),
                new ClusterMessage.Gone("r1", "s1"),
                new ClusterMessage.Over("r1"))) {
            assertThat(ClusterCodec.decode(ClusterCodec.encode(message))).contains(message);
        }
    }

    @Test
    void claimsOfSessions_andWhatIsReplied_comeBackAsTheyWere() {
        var since = new Offset("node", 7, new Position(Map.of("node", 3L, "other", 40L)));
        var missed = new LoggedPacket("other", 41, new Selection(Set.of("a"), Set.of("b")), PACKET);
        var last = new LoggedPacket("node", 4, Selection.ALL, new EncodedPacket("2[]", List.of(), false));
        for (var message : List.of(
                new ClusterMessage.Claim("r1", new SessionClaim("pid", 2, since, Set.of("a", "id"), true)),
                new ClusterMessage.Claim("r1", new SessionClaim("pid", 1, Offset.of(Position.START), Set.of(), false)),
                new ClusterMessage.Claimed("r1", SessionReply.NOTHING),
                new ClusterMessage.Claimed("r1", new SessionReply(Verdict.TAKEN, null, 0, 5, 6, List.of())),
                new ClusterMessage.Claimed(
                        "r1", new SessionReply(Verdict.GIVEN, PACKET, 4, 5, 6, List.of(missed, last))))) {
            assertThat(ClusterCodec.decode(ClusterCodec.encode(message))).contains(message);
        }
    }

    @Test
    void broadcastThatCanBeRecovered_hasItsNumberLast() {
        var message = new ClusterMessage.Broadcast(Selection.ALL.to("a"), PACKET, false, 0x0102030405060708L);
        var numbered = new NumberedBroadcast(message.selection(), message.packet());
        assertThat(numbered.unnumbered().size())
                .isEqualTo(ClusterCodec.encode(message).size());
        assertThat(numbered.with(message.number())).isEqualTo(ClusterCodec.encode(message));
        assertThat(ClusterCodec.decode(ClusterCodec.encode(message))).contains(message);
    }

    @Test
    void onlyWhatBelongsToARequest_isLookedAtWhereTheNamespaceIsMissing() {
        assertThat(ClusterCodec.isOfARequest(ClusterCodec.encode(new ClusterMessage.Fetch("r1", Selection.ALL))))
                .isTrue();
        assertThat(ClusterCodec.isOfARequest(ClusterCodec.encode(new ClusterMessage.Over("r1"))))
                .isTrue();
        assertThat(ClusterCodec.isOfARequest(
                        ClusterCodec.encode(new ClusterMessage.Broadcast(Selection.ALL, PACKET, false))))
                .isFalse();
        assertThat(ClusterCodec.isOfARequest(Bytes.owned(new byte[] {77}))).isFalse();
        assertThat(ClusterCodec.isOfARequest(Bytes.empty())).isFalse();
    }

    @Test
    void packetsInsideEachOther_areReadToOneLevel() {
        var depth = 200_000;
        var nested = new byte[1 + 5 * depth];
        nested[0] = 9;
        for (int i = 0; i < depth; i++) {
            var field = ByteBuffer.wrap(nested, 1 + 5 * i, 5);
            field.put((byte) 11).putInt(5 * (depth - 1 - i));
        }
        assertThatThrownBy(() -> ClusterCodec.decode(Bytes.owned(nested)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a packet of no message");
    }

    @Test
    void packetWithoutText_comesBackAsItWas() {
        var packet = new EncodedPacket(null, List.of(Bytes.copyOf(new byte[] {(byte) 0x82, 7})));
        var message = new ClusterMessage.Broadcast(Selection.ALL, packet, false);
        var encoded = ClusterCodec.encode(message);
        assertThat(encoded.toArray()).containsExactly(1, 5, 0, 0, 0, 2, 0x82, 7);
        assertThat(ClusterCodec.decode(encoded)).contains(message);
    }

    @Test
    void messageWithoutPacket_isRefused() {
        assertThatThrownBy(() -> ClusterCodec.decode(Bytes.owned(new byte[] {2})))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a packet of no message");
    }

    @Test
    void serverSideEvent_comesBackAsItWas() {
        var message = new ClusterMessage.ServerSideEvent(PACKET);
        assertThat(ClusterCodec.decode(ClusterCodec.encode(message))).contains(message);
    }

    @Test
    void commands_comeBackAsTheyWere() {
        var selection = new Selection(Set.of("a"), Set.of("b", "c"));
        for (var command : List.of(
                new SocketCommand.Join(Set.of("x", "y")),
                new SocketCommand.Leave(Set.of("x")),
                new SocketCommand.Disconnect(true),
                new SocketCommand.Disconnect(false))) {
            var message = new ClusterMessage.Command(selection, command);
            assertThat(ClusterCodec.decode(ClusterCodec.encode(message))).contains(message);
        }
    }

    @Test
    void bytes_areThoseOfTheFormat() {
        var message = new ClusterMessage.Broadcast(
                new Selection(Set.of("r"), Set.of()), new EncodedPacket("2[1]", List.of()), false);
        assertThat(ClusterCodec.encode(message).toArray())
                .containsExactly(1, 1, 0, 0, 0, 1, 'r', 4, 0, 0, 0, 4, '2', '[', '1', ']');
    }

    @Test
    void unknownField_isSkipped() {
        var bytes = new byte[] {2, 99, 0, 0, 0, 2, 7, 7, 4, 0, 0, 0, 1, '2'};
        assertThat(ClusterCodec.decode(Bytes.owned(bytes)))
                .contains(new ClusterMessage.ServerSideEvent(new EncodedPacket("2", List.of())));
    }

    @Test
    void unknownKind_isNoMessage() {
        assertThat(ClusterCodec.decode(Bytes.owned(new byte[] {77, 4, 0, 0, 0, 0})))
                .isEmpty();
    }

    @Test
    void anyBytes_areAMessage_orNone_orRefused() {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            var bytes = new byte[random.nextInt(40)];
            random.nextBytes(bytes);
            try {
                ClusterCodec.decode(Bytes.owned(bytes));
            } catch (IllegalArgumentException refused) {
                continue;
            } catch (RuntimeException failure) {
                throw new AssertionError("seed " + seed, failure);
            }
        }
    }

    @Test
    void cutMessage_isRefused() {
        assertThatThrownBy(() -> ClusterCodec.decode(Bytes.owned(new byte[] {1, 1, 0, 0, 0, 9, 'r'})))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
