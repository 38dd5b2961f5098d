package io.parley.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.kernel.Limit;
import io.parley.packet.EncodedPacket;
import io.parley.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a question of another node when the way back to it is full, or it is gone. */
final class ForeignQuestionsTest {
    private static final EncodedPacket PACKET = new EncodedPacket("3[]", List.of());

    private final World world = new World();
    private final Set<String> members = new HashSet<>(Set.of("a", "b"));
    private final ForeignQuestions questions = new ForeignQuestions(world.environment(), () -> Set.copyOf(members));
    private final Asked asked = new Asked();
    private final LocalAdapter<Member> local = new LocalAdapter<>(asked, null);
    private final List<ClusterMessage.Reply> replies = new ArrayList<>();
    private boolean full;

    @AfterEach
    void nothingIsLeft() {
        world.assertNoFailures();
        assertThat(questions.size()).isZero();
        assertThat(world.time.waiting()).isZero();
    }

    @Test
    void answers_arePassedOn_afterWhoIsAsked() {
        addMembers(2);
        ask(0);
        asked.listener.answered("s1", PACKET);
        asked.listener.unanswered("s0");
        assertThat(replies)
                .containsExactly(
                        new ClusterMessage.Asked("q", Set.of("s0", "s1"), 2),
                        new ClusterMessage.SocketAnswer("q", "s1", PACKET),
                        new ClusterMessage.Gone("q", "s0"));
    }

    @Test
    void nobody_isTold_andTheQuestionIsOver() {
        ask(0);
        assertThat(replies).containsExactly(new ClusterMessage.Asked("q", Set.of(), 0));
    }

    @Test
    void many_areToldInParts() {
        addMembers(250);
        ask(1_000_000_000);
        var parts = replies.stream().map(ClusterMessage.Asked.class::cast).toList();
        assertThat(parts).extracting(part -> part.sockets().size()).containsExactly(100, 100, 50);
        assertThat(parts)
                .extracting(ClusterMessage.Asked::total)
                .containsExactly(ClusterMessage.Reply.MORE, ClusterMessage.Reply.MORE, 250);
        world.time.advance(Duration.ofSeconds(1));
        assertThat(asked.forgotten).isEqualTo(1);
    }

    @Test
    void answerThatCannotBeSent_endsTheQuestion_andThatIsToldWhenThereIsRoom() {
        addMembers(2);
        ask(0);
        replies.clear();
        full = true;
        asked.listener.answered("s0", PACKET);
        assertThat(asked.forgotten).isEqualTo(1);
        world.time.advance(Duration.ofSeconds(5));
        assertThat(replies).isEmpty();
        assertThat(questions.size()).isEqualTo(1);
        full = false;
        world.time.advance(Duration.ofSeconds(1));
        assertThat(replies).containsExactly(new ClusterMessage.Over("q"));
    }

    @Test
    void nodeThatIsGone_isNotToldAnyMore() {
        addMembers(1);
        ask(0);
        questions.nodes(Set.of("b"));
        assertThat(asked.forgotten).isEqualTo(1);

        full = true;
        ask(0);
        members.remove("a");
        world.time.advance(Duration.ofSeconds(1));
        assertThat(questions.size()).isZero();
    }

    @Test
    void nodeThatWasGoneBefore_isNotWaitedFor() {
        addMembers(1);
        members.remove("a");
        ask(0);
        assertThat(asked.forgotten).isEqualTo(1);
    }

    private void addMembers(int count) {
        IntStream.range(0, count).forEach(i -> local.add(new Member("s" + i), Set.of()));
    }

    private void ask(long nanos) {
        questions.ask("a", new ClusterMessage.Question("q", Selection.ALL, PACKET, false, nanos), local, reply -> {
            if (!full) {
                replies.add(reply);
            }
            return !full;
        });
    }

    /** Sockets that answer when the test says so. */
    private static final class Asked extends Member.Unheard implements Recipients<Member> {
        QuestionListener listener;
        int forgotten;

        @Override
        public Runnable ask(EncodedPacket question, boolean lossy, Iterable<Member> selected, QuestionListener asking) {
            listener = asking;
            var ids = new ArrayList<String>();
            selected.forEach(member -> ids.add(member.id()));
            asking.asked(ids);
            return () -> forgotten++;
        }

        @Override
        public EncodedPacket describe(Member member) {
            return PACKET;
        }

        @Override
        public void hit(Limit limit) {}

        @Override
        public void deliver(EncodedPacket packet, boolean lossy, Iterable<Member> selected) {}

        @Override
        public Runnable enqueue(LoggedPacket packet, long sequence, String offset, Iterable<Member> selected) {
            return () -> {};
        }

        @Override
        public void claim(SessionClaim claim, String node, Consumer<SessionReply> answer) {}

        @Override
        public void command(SocketCommand command, Iterable<Member> selected) {}

        @Override
        public void serverSideEvent(EncodedPacket event, @Nullable Consumer<EncodedPacket> answer) {}
    }
}
