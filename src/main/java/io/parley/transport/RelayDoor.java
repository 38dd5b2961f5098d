package io.parley.transport;

import io.parley.cluster.ClusterBus;
import io.parley.engine.EngineRequest;
import io.parley.engine.EngineServer;
import io.parley.kernel.Environment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The relay where requests come in: hands them to the owners of their sessions. Thread-safe. */
final class RelayDoor implements RelaySide<RelayMessage.ToDoor> {
    /** An owner that has said nothing on a new link for so long has no relay, or has not heard of the link. */
    static final Duration SILENCE = Duration.ofSeconds(10);

    private final ClusterBus bus;
    private final String channel;
    private final EngineServer server;
    private final Environment environment;
    private final Executor closer;
    private final RelayTally tally;
    /** By owner, those that are whole. */
    private final Map<String, Link> links = new ConcurrentHashMap<>();

    private final AtomicLong linkNumbers = new AtomicLong();
    private final AtomicLong ids = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param channel what owners listen to */
    RelayDoor(
            ClusterBus bus,
            String channel,
            EngineServer server,
            Environment environment,
            Executor closer,
            RelayTally tally) {
        this.bus = bus;
        this.channel = channel;
        this.server = server;
        this.environment = environment;
        this.closer = closer;
        this.tally = tally;
        server.drainsToo(this::leavers);
    }

    private List<Runnable> leavers() {
        return links.values().stream()
                .flatMap(link -> link.errands.values().stream())
                .<Runnable>map(errand -> errand::leave)
                .toList();
    }

    /** Requests and WebSockets that run over this door now. */
    int waiting() {
        return waiting.get();
    }

    void poll(String owner, Claim claim, EngineRequest request, Exchange exchange) {
        tally.polls.increment();
        var link = link(owner);
        long id = ids.incrementAndGet();
        link.add(id, new RelayedRequest(server, environment, request, exchange, () -> {}));
        link.send(new RelayMessage.Poll(id, claim));
    }

    /**
     * A POST.
     *
     * @param length bytes of its body; negative: not known
     * @return to be told of the body
     */
    BodyReader.Outcome post(
            String owner, Claim claim, EngineRequest request, boolean binary, long length, Exchange exchange) {
        tally.posts.increment();
        var link = link(owner);
        long id = ids.incrementAndGet();
        var post = new RelayedPost(link, id, claim, binary, environment);
        link.add(id, new RelayedRequest(server, environment, request, exchange, post::wanted));
        post.begin(length, environment.scheduler());
        return post;
    }

    WebSocketConnection upgrade(String owner, Claim claim) {
        tally.webSockets.increment();
        return new RelayedConnection(link(owner), ids.incrementAndGet(), claim, server.options(), environment, closer);
    }

    private Link link(String owner) {
        var link = links.computeIfAbsent(owner, node -> new Link(node, linkNumbers.incrementAndGet()));
        link.watch();
        return link;
    }

    @Override
    public void received(String owner, long number, RelayMessage.ToDoor message) {
        var link = links.get(owner);
        if (link != null && (link.number == number || number == Relay.ANY_LINK)) {
            link.heard = true;
            message.accept(link);
        }
    }

    @Override
    public void members(Set<String> nodes) {
        links.values().stream()
                .filter(link -> !nodes.contains(link.owner))
                .toList()
                .forEach(Link::breakUp);
    }

    @Override
    public void lost(String owner) {
        var link = links.get(owner);
        if (link != null) {
            link.breakUp();
        }
    }

    void close() {
        List.copyOf(links.values()).forEach(Link::breakUp);
    }

    /**
     * The way to one owner. It is whole, or it is broken with all that runs over it: so nothing on it is lost alone, and
     * what is late is known by the number of its link.
     */
    final class Link implements RelayMessage.DoorHandler {
        private final String owner;
        private final long number;
        private final Map<Long, Errand> errands = new ConcurrentHashMap<>();
        private final AtomicBoolean watched = new AtomicBoolean();
        private volatile boolean heard;
        private volatile boolean broken;

        private Link(String owner, long number) {
            this.owner = owner;
            this.number = number;
        }

        private void watch() {
            if (!watched.compareAndSet(false, true)) {
                return;
            }
            environment.scheduler().schedule(SILENCE.toNanos(), () -> {
                if (!heard) {
                    environment.complete(this::breakUp);
                }
            });
        }

        void add(long id, Errand errand) {
            waiting.incrementAndGet();
            errands.put(id, errand);
            if (broken) {
                lose(id);
            }
        }

        boolean has(long id) {
            return errands.containsKey(id);
        }

        /** It is over; null if it was before. */
        @Nullable
        Errand remove(long id) {
            var errand = errands.remove(id);
            if (errand != null) {
                waiting.decrementAndGet();
            }
            return errand;
        }

        /** @throws IllegalArgumentException if the message is larger than a frame of the bus */
        void send(RelayMessage.ToOwner message) {
            if (!broken && !bus.send(owner, channel, RelayCodec.encode(number, message))) {
                breakUp();
            }
        }

        private void breakUp() {
            if (links.remove(owner, this)) {
                broken = true;
                bus.send(owner, channel, RelayCodec.encode(number, new RelayMessage.Broken()));
                List.copyOf(errands.keySet()).forEach(this::lose);
            }
        }

        private void lose(long id) {
            var errand = remove(id);
            if (errand != null) {
                tally.lost.increment();
                errand.lost();
            }
        }

        private Errand errand(@Nullable Errand known) {
            return known == null ? NOBODY : known;
        }

        @Override
        public void wanted(RelayMessage.Wanted post) {
            errand(errands.get(post.id())).wanted();
        }

        @Override
        public void answered(RelayMessage.Answered request) {
            errand(remove(request.id())).answered(request.answer());
        }

        @Override
        public void refused(RelayMessage.Refused request) {
            tally.refused.increment();
            errand(remove(request.id())).refused(request.refusal());
        }

        @Override
        public void heard() {}

        @Override
        public void part(RelayMessage.Part part) {
            errand(errands.get(part.id())).message(part);
        }

        @Override
        public void confirmed(RelayMessage.Confirmed parts) {
            errand(errands.get(parts.id())).confirmed(parts.messages(), parts.bytes());
        }

        @Override
        public void closed(RelayMessage.Closed socket) {
            errand(remove(socket.id())).close(socket.code());
        }

        @Override
        public void broken() {
            breakUp();
        }
    }

    /** What is over, and still spoken to. */
    private static final Errand NOBODY = () -> {};
}
