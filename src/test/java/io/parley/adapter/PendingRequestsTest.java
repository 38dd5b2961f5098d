package io.parley.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import io.parley.packet.EncodedPacket;
import io.parley.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PendingRequestsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final EncodedPacket ACK = new EncodedPacket("3[]", List.of());

    private final World world = new World();
    private final PendingRequests requests = new PendingRequests(world.environment());
    private final List<Limit> hit = new ArrayList<>();

    @AfterEach
    void nothingIsLeft() {
        world.assertNoFailures();
        assertThat(requests.size()).isZero();
        assertThat(requests.bytes()).isZero();
        assertThat(world.time.waiting()).isZero();
    }

    @Test
    void requestToNobody_isOverAtOnce() {
        assertThat(requests.open(Set.of(), new FetchReplies(), SECOND, hit::add).stage())
                .isCompletedWithValue(NodeSockets.NONE);
    }

    @Test
    void reply_ofWhoWasNotAsked_orOfAnotherKind_orTwice_doesNotCount() {
        var request = requests.open(Set.of("b", "c"), new ServerSideReplies(), SECOND, hit::add);
        requests.replied("x", new ClusterMessage.Answer(request.id(), ACK));
        requests.replied("b", new ClusterMessage.Gone(request.id(), "s"));
        requests.replied("b", new ClusterMessage.Answer("other", ACK));
        requests.replied("b", new ClusterMessage.Answer(request.id(), ACK));
        requests.replied("b", new ClusterMessage.Answer(request.id(), new EncodedPacket("3[1]", List.of())));
        assertThat(request.stage()).isNotDone();
        world.time.advance(SECOND);
        var answers = request.stage().join();
        assertThat(answers.byNode()).containsOnlyKeys("b").containsEntry("b", ACK);
        assertThat(answers.missing()).containsExactly("c");
    }

    @Test
    void nodeThatIsGone_orRefuses_orOfWhichSomethingIsLost_isStruckOff() {
        var request = requests.open(Set.of("b", "c", "d", "e"), new FetchReplies(), SECOND, hit::add);
        requests.nodes(Set.of("a", "c", "d", "e"));
        requests.replied("c", new ClusterMessage.Over(request.id()));
        requests.lost("d");
        assertThat(request.stage()).isNotDone();
        requests.replied("e", new ClusterMessage.Sockets(request.id(), List.of(ACK), 1));
        assertThat(request.stage().join().missing()).containsExactlyInAnyOrder("b", "c", "d");
        assertThat(request.stage().join().byNode()).containsOnlyKeys("e");
    }

    @Test
    void socketsThatAreNotAllThere_areTold() {
        var request = requests.open(Set.of("b"), new FetchReplies(), SECOND, hit::add);
        requests.replied("b", new ClusterMessage.Sockets(request.id(), List.of(ACK), ClusterMessage.Reply.MORE));
        requests.replied("b", new ClusterMessage.Sockets(request.id(), List.of(), 2));
        assertThat(request.stage().join().missing()).containsExactly("b");
        assertThat(request.stage().join().byNode().get("b")).containsExactly(ACK);
    }

    @Test
    void bytesOfReplies_areBounded_andCounted() {
        var large = new EncodedPacket("3[]", List.of(Bytes.owned(new byte[20_000_000])));
        var fetch = requests.open(Set.of("b", "c"), new FetchReplies(), SECOND, hit::add);
        var question = requests.open(Set.of("b"), new QuestionReplies(null), SECOND, hit::add);
        for (int i = 0; i < 3; i++) {
            requests.replied("b", new ClusterMessage.Sockets(fetch.id(), List.of(large), ClusterMessage.Reply.MORE));
        }
        requests.replied("b", new ClusterMessage.Asked(question.id(), Set.of("s", "t"), 2));
        requests.replied("b", new ClusterMessage.SocketAnswer(question.id(), "s", large));
        requests.replied("c", new ClusterMessage.Sockets(fetch.id(), List.of(large), 1));
        assertThat(hit).containsExactly(Limit.ANSWER_BYTES, Limit.ANSWER_BYTES);
        requests.replied("b", new ClusterMessage.Sockets(fetch.id(), List.of(), 3));
        assertThat(fetch.stage().join().byNode().get("b")).hasSize(3);
        assertThat(fetch.stage().join().missing()).containsExactly("c");

        requests.replied("b", new ClusterMessage.SocketAnswer(question.id(), "t", large));
        assertThat(question.stage().join().missing()).containsExactly("s");
        assertThat(question.stage().join().bySocket()).containsOnlyKeys("t");
    }

    @Test
    void requests_areBounded_andCounted() {
        for (int i = 0; i < PendingRequests.MOST; i++) {
            requests.open(Set.of("b"), new ServerSideReplies(), SECOND, hit::add);
        }
        assertThat(hit).isEmpty();
        var refused = requests.open(Set.of("b"), new ServerSideReplies(), SECOND, hit::add);
        assertThat(refused.isRefused()).isTrue();
        assertThat(refused.stage().join().missing()).containsExactly("b");
        assertThat(hit).containsExactly(Limit.PENDING_REQUESTS);
        world.time.advance(SECOND);
        var next = requests.open(Set.of("b"), new ServerSideReplies(), SECOND, hit::add);
        assertThat(next.isRefused()).isFalse();
        requests.nodes(Set.of());
    }
}
