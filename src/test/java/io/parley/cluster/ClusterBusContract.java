package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.parley.cluster.BusCounters.Received;
import io.parley.kernel.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every {@link ClusterBus} promises. Each test has two nodes that see each other, and leaves nothing unread. */
public abstract class ClusterBusContract {
    private static final String CHANNEL = "/socket.io/#/";

    private final List<Node> guests = new ArrayList<>();

    /** A node that is there in each test. */
    protected abstract Node first();

    /** Another one. */
    protected abstract Node second();

    /** Lets a further node join the first two. */
    protected abstract ClusterBus join();

    /** Lets any bytes arrive at the second node, as if the first one's program were another one. */
    protected abstract void injectIntoSecond(byte[] bytes);

    /** The limits of all nodes. */
    protected abstract BusLimits limits();

    /** Takes what was reported as a failure since the last call. */
    protected abstract List<Throwable> takeFailures();

    @AfterEach
    void nothingIsLeft() {
        guests.forEach(guest -> guest.bus().close());
        assertThat(first().frames().isEmpty()).as("all frames were read").isTrue();
        assertThat(second().frames().isEmpty()).as("all frames were read").isTrue();
        assertThat(takeFailures()).isEmpty();
    }

    private Node guest() {
        var guest = Node.of(join());
        guests.add(guest);
        return guest;
    }

    @Test
    void aFrame_reachesTheOtherNode_asItWas() {
        first().bus().publish(CHANNEL, bytes("hällo"));
        first().bus().publish("another", bytes("again"));

        var frame = second().next();
        assertThat(frame.node()).isEqualTo(first().bus().nodeId());
        assertThat(frame.channel()).isEqualTo(CHANNEL);
        assertThat(frame.body()).isEqualTo(bytes("hällo"));
        var then = second().next();
        assertThat(then.channel()).isEqualTo("another");
        assertThat(then.epoch()).isEqualTo(frame.epoch());
        assertThat(then.sequence()).isEqualTo(frame.sequence() + 1);
    }

    @Test
    void ownFrames_doNotComeBack() {
        first().bus().publish(CHANNEL, bytes("mine"));
        second().next();
        second().bus().publish(CHANNEL, bytes("yours"));

        assertThat(first().next().body()).isEqualTo(bytes("yours"));
    }

    @Test
    void theOrderOfOneThread_isKept() {
        var before = second().counters();
        long missing = second().bus().counters().gaps().missing();
        IntStream.range(0, 2000).forEach(i -> first().bus().publish("channel-" + i % 7, bytes("" + i)));

        for (int i = 0; i < 2000; i++) {
            assertThat(second().next().body()).isEqualTo(bytes("" + i));
        }
        assertThat(second().counters().frames() - before.frames()).isEqualTo(2000);
        assertThat(second().bus().counters().gaps().missing()).isEqualTo(missing);
        assertThat(second().counters().duplicates()).isEqualTo(before.duplicates());
    }

    @Test
    void theOrderOfEachOfSeveralThreads_isKept() throws InterruptedException {
        long missing = second().bus().counters().gaps().missing();
        var start = new CountDownLatch(1);
        var threads = IntStream.range(0, 4)
                .mapToObj(thread -> new Thread(() -> {
                    awaitQuietly(start);
                    IntStream.range(0, 500).forEach(i -> first().bus().publish("thread-" + thread, bytes("" + i)));
                }))
                .toList();
        threads.forEach(Thread::start);
        start.countDown();

        var heard = new HashMap<String, Integer>();
        for (int i = 0; i < 2000; i++) {
            var frame = second().next();
            int number = heard.merge(frame.channel(), 1, Integer::sum) - 1;
            assertThat(frame.body()).isEqualTo(bytes("" + number));
        }
        for (var thread : threads) {
            thread.join();
        }
        assertThat(second().bus().counters().gaps().missing()).isEqualTo(missing);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }

    @Test
    void bodiesOfAnySizeUpToTheLimit_arrive() {
        int most = limits().maxFrameBytes() - TestFrames.overhead(first().bus().nodeId(), "", CHANNEL);
        var largest = new byte[most];
        new Random(7).nextBytes(largest);
        first().bus().publish(CHANNEL, Bytes.empty());
        first().bus().publish(CHANNEL, Bytes.copyOf(largest));

        assertThat(second().next().body()).isEqualTo(Bytes.empty());
        assertThat(second().next().body()).isEqualTo(Bytes.copyOf(largest));
    }

    @Test
    void aFrameOverTheLimit_isRefusedAndLeavesNoHole() {
        long missing = second().bus().counters().gaps().missing();
        first().bus().publish(CHANNEL, bytes("before"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> first().bus().publish(CHANNEL, Bytes.owned(new byte[limits().maxFrameBytes()])))
                .withMessageContaining("the limit is " + limits().maxFrameBytes());
        assertThatIllegalArgumentException().isThrownBy(() -> first().bus().publish("", bytes("no channel")));
        assertThatIllegalArgumentException().isThrownBy(() -> first().bus().publish("\ud800", bytes("half a pair")));
        first().bus().publish(CHANNEL, bytes("after"));

        assertThat(second().next().body()).isEqualTo(bytes("before"));
        assertThat(second().next().body()).isEqualTo(bytes("after"));
        assertThat(second().bus().counters().gaps().missing()).isEqualTo(missing);
    }

    @Test
    void bytesThatAreNoFrame_areCountedAndDropped() {
        var before = second().counters();
        injectIntoSecond(new byte[0]);
        injectIntoSecond(bytes("not a frame").toArray());
        injectIntoSecond(new byte[] {'P', 'B', 2, 1});
        injectIntoSecond(new byte[] {'P', 'B', 1, 99});
        injectIntoSecond(new byte[limits().maxFrameBytes() + 1]);
        first().bus().publish(CHANNEL, bytes("fine"));

        assertThat(second().next().body()).isEqualTo(bytes("fine"));
        var after = second().counters();
        assertThat(after.malformed() - before.malformed()).isEqualTo(2);
        assertThat(after.unknown() - before.unknown()).isEqualTo(2);
        assertThat(after.tooLarge() - before.tooLarge()).isEqualTo(1);
    }

    @Test
    void framesOutOfTurn_arePutInOrder_andDuplicatesAndThoseOfThePastDropped() {
        var before = second().counters();
        var gapsBefore = second().bus().counters().gaps();
        inject("stranger-a", 1, 5, "heard before its node said where to begin");
        injectHeartbeat("stranger-a", 1, 5, 5);
        inject("stranger-a", 1, 6, "next");
        inject("stranger-a", 1, 6, "a duplicate");
        inject("stranger-a", 1, 8, "too early");
        inject("stranger-a", 1, 8, "a duplicate of that");
        inject("stranger-a", 1, 7, "late");
        inject("stranger-a", 2, 3, "a new epoch begins anew");
        inject("stranger-a", 1, 9, "of the epoch before");
        injectHeartbeat("stranger-a", 2, 3, 3);
        inject("stranger-a", 2, 4, "goes on");

        assertThat(IntStream.range(0, 6).mapToObj(i -> text(second().next().body())))
                .containsExactly(
                        "heard before its node said where to begin",
                        "next",
                        "late",
                        "too early",
                        "a new epoch begins anew",
                        "goes on");
        var after = second().counters();
        var gaps = second().bus().counters().gaps();
        assertThat(after.frames() - before.frames()).isEqualTo(6);
        assertThat(after.duplicates() - before.duplicates()).isEqualTo(3);
        assertThat(gaps.missing() - gapsBefore.missing()).isEqualTo(1);
        assertThat(gaps.repaired() - gapsBefore.repaired()).isEqualTo(1);
        assertThat(gaps.lost()).isEqualTo(gapsBefore.lost());
    }

    @Test
    void whatIsLost_isTold_toAllWhoListen() {
        var first = new AtomicBoolean(true);
        second().bus().onGap(gap -> {
            if (first.getAndSet(false)) {
                throw new IllegalStateException("from the test");
            }
        });
        var told = new LinkedBlockingQueue<Gap>();
        second().bus().onGap(told::add);
        injectHeartbeat("stranger-c", 1, 2, 1);
        inject("stranger-c", 1, 3, "behind what is missing");
        inject("stranger-c", 2, 1, "a new epoch: the old one will not be repaired any more");
        injectHeartbeat("stranger-c", 2, 1, 1);

        assertThat(take(told)).isEqualTo(new Gap("stranger-c", 1, true, 1, 2));
        assertThat(text(second().next().body())).isEqualTo("behind what is missing");
        assertThat(text(second().next().body())).startsWith("a new epoch");
        assertThat(takeFailures()).hasSize(1);
    }

    private void inject(String node, long epoch, long sequence, String body) {
        injectIntoSecond(TestFrames.toAll(node, epoch, sequence, CHANNEL, bytes(body)));
    }

    private void injectHeartbeat(String node, long epoch, long last, long start) {
        injectIntoSecond(TestFrames.heartbeat(node, epoch, last, second().bus().nodeId(), start, 0));
    }

    @Test
    void whatIsSentToOneNode_reachesThatOneOnly_inOrder() {
        var third = guest();
        var all = Set.of(
                first().bus().nodeId(), second().bus().nodeId(), third.bus().nodeId());
        first().members().await(all);
        second().members().await(all);
        for (int i = 0; i < 500; i++) {
            assertThat(first().bus().send(second().bus().nodeId(), CHANNEL, bytes("" + i)))
                    .isTrue();
        }
        first().bus().publish(CHANNEL, bytes("to all"));

        var heard = IntStream.range(0, 501)
                .mapToObj(i -> text(second().next().body()))
                .toList();
        assertThat(heard).contains("to all");
        assertThat(heard)
                .filteredOn(body -> !body.equals("to all"))
                .isEqualTo(IntStream.range(0, 500).mapToObj(i -> "" + i).toList());
        assertThat(third.next().body()).isEqualTo(bytes("to all"));
        assertThat(third.frames().isEmpty()).isTrue();
    }

    @Test
    void toANodeThatIsNotThere_nothingIsSent() {
        var third = guest();
        first().members()
                .await(Set.of(
                        first().bus().nodeId(),
                        second().bus().nodeId(),
                        third.bus().nodeId()));
        third.bus().close();
        first().members().await(Set.of(first().bus().nodeId(), second().bus().nodeId()));
        long before = first().bus().counters().sent().unreachable();

        assertThat(first().bus().send(third.bus().nodeId(), CHANNEL, bytes("nobody hears")))
                .isFalse();
        assertThat(first().bus().send("never heard of", CHANNEL, bytes("nobody hears")))
                .isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> first().bus().send(first().bus().nodeId(), CHANNEL, bytes("me")));
        assertThat(first().bus().counters().sent().unreachable() - before).isEqualTo(2);
    }

    @Test
    void aListenerThatThrows_isReported_andTheNextFrameComes() {
        var failure = new IllegalStateException("from the test");
        second().frames().failOnce(failure);
        first().bus().publish(CHANNEL, bytes("thrown at"));
        first().bus().publish(CHANNEL, bytes("delivered"));

        assertThat(second().next().body()).isEqualTo(bytes("delivered"));
        assertThat(takeFailures()).containsExactly(failure);
    }

    @Test
    void aListener_mayPublish() {
        second().frames().answerOnce(() -> second().bus().publish(CHANNEL, bytes("answer")));
        first().bus().publish(CHANNEL, bytes("question"));

        assertThat(second().next().body()).isEqualTo(bytes("question"));
        assertThat(first().next().body()).isEqualTo(bytes("answer"));
    }

    @Test
    void aSecondListener_hearsTheSameFrames_evenIfTheFirstThrows() {
        var failure = new IllegalStateException("planted");
        var also = new Recorder();
        second().frames().failOnce(failure);
        second().bus().subscribe(also);
        first().bus().publish(CHANNEL, bytes("both"));

        assertThat(also.next().body()).isEqualTo(bytes("both"));
        assertThat(takeFailures()).containsExactly(failure);
    }

    @Test
    void nodeIds_areDifferentAndHave20Characters() {
        assertThat(first().bus().nodeId())
                .hasSize(20)
                .isNotEqualTo(second().bus().nodeId())
                .hasSize(20);
    }

    @Test
    void aNodeThatJoinsAndLeaves_isTold_andHearsOnlyWhatCameAfter() {
        first().bus().publish(CHANNEL, bytes("before"));
        second().next();
        var third = guest();

        var all = Set.of(
                first().bus().nodeId(), second().bus().nodeId(), third.bus().nodeId());
        third.members().await(all);
        first().members().await(all);
        second().members().await(all);
        assertThat(first().bus().members()).isEqualTo(all);

        first().bus().publish(CHANNEL, bytes("after"));
        second().next();
        assertThat(third.next().body()).isEqualTo(bytes("after"));
        assertThat(third.counters().frames()).isEqualTo(1);

        third.bus().publish(CHANNEL, bytes("last words"));
        third.bus().close();
        assertThat(first().next().body()).isEqualTo(bytes("last words"));
        assertThat(second().next().body()).isEqualTo(bytes("last words"));
        var rest = Set.of(first().bus().nodeId(), second().bus().nodeId());
        first().members().await(rest);
        second().members().await(rest);
        assertThat(second().bus().members()).isEqualTo(rest);
    }

    @Test
    void aClosedBus_isSilent() {
        var third = guest();
        third.bus().close();

        assertThatCode(() -> {
                    third.bus().close();
                    third.bus().publish(CHANNEL, bytes("too late"));
                    assertThat(third.bus().send(first().bus().nodeId(), CHANNEL, bytes("too late")))
                            .isFalse();
                })
                .doesNotThrowAnyException();
        assertThat(third.bus().members()).containsExactly(third.bus().nodeId());
        assertThat(third.bus().counters().sent().frames()).isZero();
        first().bus().publish(CHANNEL, bytes("still there"));
        assertThat(second().next().body()).isEqualTo(bytes("still there"));
    }

    /** The text in UTF-8. */
    protected static Bytes bytes(String text) {
        return Bytes.owned(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.UTF_8);
    }

    /** A bus with all that it told. */
    protected record Node(ClusterBus bus, Recorder frames, MembersRecorder members) {
        /** Subscribes to the bus, which must have no listener. */
        public static Node of(ClusterBus bus) {
            var node = new Node(bus, new Recorder(), new MembersRecorder());
            bus.onMembers(node.members());
            node.members().accept(bus.members());
            bus.subscribe(node.frames());
            return node;
        }

        /** The next frame that came; waits for it. */
        public Frame next() {
            return frames.next();
        }

        Received counters() {
            return bus.counters().received();
        }
    }

    /** Keeps the frames that came. */
    protected static final class Recorder implements Consumer<Frame> {
        private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
        private final BlockingQueue<Runnable> once = new LinkedBlockingQueue<>();

        @Override
        public void accept(Frame frame) {
            var reaction = once.poll();
            if (reaction != null) {
                reaction.run();
            }
            frames.add(frame);
        }

        void failOnce(RuntimeException failure) {
            once.add(() -> {
                throw failure;
            });
        }

        void answerOnce(Runnable answer) {
            once.add(answer);
        }

        Frame next() {
            return take(frames);
        }

        boolean isEmpty() {
            return frames.isEmpty();
        }
    }

    /** Keeps the sets of members that were told. */
    protected static final class MembersRecorder implements Consumer<Set<String>> {
        private final BlockingQueue<Set<String>> told = new LinkedBlockingQueue<>();

        @Override
        public void accept(Set<String> members) {
            told.add(members);
        }

        /** Takes until this set was told. */
        public void await(Set<String> members) {
            var seen = new HashSet<Set<String>>();
            while (!seen.contains(members)) {
                seen.add(take(told));
            }
        }
    }

    private static <T> T take(BlockingQueue<T> queue) {
        try {
            var taken = queue.poll(20, TimeUnit.SECONDS);
            assertThat(taken).as("nothing came within 20 s").isNotNull();
            return taken;
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
