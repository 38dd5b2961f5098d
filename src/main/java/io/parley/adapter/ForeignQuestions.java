package io.parley.adapter;

import io.parley.kernel.Environment;
import io.parley.kernel.Limit;
import io.parley.kernel.Scheduler;
import io.parley.packet.EncodedPacket;
import io.parley.packet.InvalidPacketException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The questions of other nodes to sockets of this one, whose answers are passed on as they come. Thread-safe. A question
 * ends when all have answered or are gone, when its time is over, or when the node that asked is gone.
 *
 * <p>Bound: {@value #MOST} at once; more are not asked, and the other node is told so; counted.
 */
final class ForeignQuestions {
    static final int MOST = 1_000;
    /** Ids in one message, so that it is smaller than any frame may be. */
    private static final int MOST_IDS = 100;
    /** After which it is tried again to tell a node that it need not wait. */
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Environment environment;
    private final Supplier<Set<String>> members;
    private final Map<Key, Open> questions = new ConcurrentHashMap<>();

    ForeignQuestions(Environment environment, Supplier<Set<String>> members) {
        this.environment = environment;
        this.members = members;
    }

    /** Asks the sockets here for another node. */
    void ask(String node, ClusterMessage.Question message, LocalAdapter<?> local, Asker asker) {
        if (questions.size() >= MOST) {
            local.hit(Limit.PENDING_REQUESTS);
            asker.send(new ClusterMessage.Over(message.request()));
            return;
        }
        var open = new Open(new Key(node, message.request()), asker, local::hit);
        if (questions.putIfAbsent(open.key, open) == null) {
            try {
                open.start(local.ask(message.selection(), message.packet(), message.lossy(), open), message.nanos());
            } catch (InvalidPacketException | IllegalArgumentException unreadable) {
                open.giveUp();
            }
        }
    }

    /** Nodes have come or gone. */
    void nodes(Set<String> present) {
        questions.values().forEach(open -> {
            if (!present.contains(open.key.node)) {
                open.end();
            }
        });
    }

    /** How many are open. */
    int size() {
        return questions.size();
    }

    private record Key(String node, String request) {}

    private final class Open implements QuestionListener {
        private final Key key;
        private final Asker asker;
        private final Consumer<Limit> limits;
        private final AtomicInteger awaited = new AtomicInteger();
        private final AtomicBoolean givenUp = new AtomicBoolean();
        private volatile Runnable forget = () -> {};
        private volatile Scheduler.Timer timer = () -> {};

        Open(Key key, Asker asker, Consumer<Limit> limits) {
            this.key = key;
            this.asker = asker;
            this.limits = limits;
        }

        /** The question may be over already, or its node gone. */
        void start(Runnable stop, long nanos) {
            forget = stop;
            if (givenUp.get() || questions.get(key) != this) {
                stop.run();
            } else if (!members.get().contains(key.node)) {
                end();
            } else if (nanos > 0) {
                timer = environment.scheduler().schedule(nanos, this::end);
            }
        }

        @Override
        public void asked(Collection<String> ids) {
            awaited.set(ids.size());
            var part = new HashSet<String>();
            for (var id : ids) {
                part.add(id);
                if (part.size() == MOST_IDS) {
                    send(new ClusterMessage.Asked(key.request, part, ClusterMessage.Reply.MORE));
                    part.clear();
                }
            }
            send(new ClusterMessage.Asked(key.request, part, ids.size()));
            if (ids.isEmpty()) {
                end();
            }
        }

        @Override
        public void answered(String id, EncodedPacket ack) {
            try {
                send(new ClusterMessage.SocketAnswer(key.request, id, ack));
            } catch (IllegalArgumentException tooLarge) {
                limits.accept(Limit.ANSWER_BYTES);
                send(new ClusterMessage.Gone(key.request, id));
            }
            oneLess();
        }

        @Override
        public void unanswered(String id) {
            send(new ClusterMessage.Gone(key.request, id));
            oneLess();
        }

        private void oneLess() {
            if (awaited.decrementAndGet() == 0 && !givenUp.get()) {
                end();
            }
        }

        private void send(ClusterMessage.Reply message) {
            if (!givenUp.get() && !asker.send(message)) {
                giveUp();
            }
        }

        /** Something could not be sent: the other node must not wait for it. */
        private void giveUp() {
            if (givenUp.compareAndSet(false, true)) {
                timer.cancel();
                forget.run();
                tellThatItIsOver();
            }
        }

        private void tellThatItIsOver() {
            if (asker.send(new ClusterMessage.Over(key.request))
                    || !members.get().contains(key.node)) {
                end();
            } else if (questions.get(key) == this) {
                timer = environment.scheduler().schedule(PAUSE.toNanos(), this::tellThatItIsOver);
            }
        }

        private void end() {
            if (questions.remove(key, this)) {
                timer.cancel();
                forget.run();
            }
        }
    }
}
