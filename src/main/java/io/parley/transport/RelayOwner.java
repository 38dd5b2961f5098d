package io.parley.transport;

import io.parley.cluster.ClusterBus;
import io.parley.engine.EngineServer;
import io.parley.engine.EngineSession;
import io.parley.engine.Refusal;
import io.parley.engine.Revision;
import io.parley.kernel.SerialExecutor;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The relay where the sessions are: takes what came for them to other nodes. Confined to its serial. */
final class RelayOwner implements RelaySide<RelayMessage.ToOwner> {
    /** Doors that are remembered, those that are gone included: what they have said before may come late. */
    private static final int MOST_LINKS = 1024;

    private static final int POLICY_VIOLATION = 1008;

    private final ClusterBus bus;
    private final String channel;
    private final EngineServer server;
    private final SerialExecutor serial;
    private final Executor closer;
    private final RelayTally tally;
    /** By door, the last of each. */
    private final Map<String, Link> links = new LinkedHashMap<>(16, 0.75f, true);

    /** @param channel what doors listen to */
    RelayOwner(
            ClusterBus bus,
            String channel,
            EngineServer server,
            SerialExecutor serial,
            Executor closer,
            RelayTally tally) {
        this.bus = bus;
        this.channel = channel;
        this.server = server;
        this.serial = serial;
        this.closer = closer;
        this.tally = tally;
    }

    @Override
    public void received(String door, long number, RelayMessage.ToOwner message) {
        var link = links.get(door);
        if (link == null || number > link.number) {
            if (link != null) {
                link.breakUp();
            }
            link = new Link(door, number);
            links.put(door, link);
            forgetOne();
            link.send(new RelayMessage.Heard());
        }
        if (number < link.number) {
            return;
        }
        if (link.broken) {
            link.tellBroken();
        } else {
            message.accept(link);
        }
    }

    private void forgetOne() {
        if (links.size() > MOST_LINKS) {
            var present = bus.members();
            links.keySet().stream()
                    .filter(door -> !present.contains(door))
                    .findFirst()
                    .ifPresent(links::remove);
        }
    }

    @Override
    public void members(Set<String> nodes) {
        for (var link : links.values()) {
            if (!nodes.contains(link.door)) {
                link.breakUp();
            } else if (link.broken) {
                link.tellBroken();
            }
        }
    }

    /** Nobody knows what was lost, so the door has to begin anew. */
    @Override
    public void lost(String door) {
        var link = links.get(door);
        if (link != null) {
            link.breakUp();
        }
        bus.send(door, channel, RelayCodec.encode(Relay.ANY_LINK, new RelayMessage.Broken()));
    }

    void close() {
        links.values().forEach(Link::breakUp);
    }

    /** The way from one door. Its messages are heard on the serial; sending and forgetting is done by any thread. */
    final class Link implements RelayMessage.OwnerHandler {
        private final String door;
        private final long number;
        private final Map<Long, Foreign> foreigners = new ConcurrentHashMap<>();
        private boolean toldBroken;
        private volatile boolean broken;

        private Link(String door, long number) {
            this.door = door;
            this.number = number;
        }

        void add(long id, Foreign foreign) {
            foreigners.put(id, foreign);
        }

        boolean has(long id) {
            return foreigners.containsKey(id);
        }

        /** It is over; null if it was before. */
        @Nullable
        Foreign remove(long id) {
            return foreigners.remove(id);
        }

        /** @throws IllegalArgumentException if the message is larger than a frame of the bus */
        void send(RelayMessage.ToDoor message) {
            if (!broken && !bus.send(door, channel, RelayCodec.encode(number, message))) {
                serial.execute(this::breakUp);
            }
        }

        private void breakUp() {
            if (broken) {
                return;
            }
            broken = true;
            for (var id : List.copyOf(foreigners.keySet())) {
                var foreign = remove(id);
                if (foreign != null) {
                    tally.foreignLost.increment();
                    foreign.lost();
                }
            }
            tellBroken();
        }

        /** Once is enough: what is sent arrives, or the door hears of a gap. */
        private void tellBroken() {
            if (!toldBroken) {
                toldBroken = bus.send(door, channel, RelayCodec.encode(number, new RelayMessage.Broken()));
            }
        }

        @Override
        public void poll(RelayMessage.Poll poll) {
            tally.foreignPolls.increment();
            check(
                    poll.claim(),
                    false,
                    session -> ifPolling(poll.id(), session, ForeignExchange::poll),
                    refusal -> send(new RelayMessage.Refused(poll.id(), refusal)));
        }

        @Override
        public void post(RelayMessage.Post post) {
            tally.foreignPosts.increment();
            check(
                    post.claim(),
                    false,
                    session -> ifPolling(post.id(), session, exchange -> exchange.post(post.binary(), post.body())),
                    refusal -> send(new RelayMessage.Refused(post.id(), refusal)));
        }

        private void ifPolling(long id, EngineSession session, Consumer<ForeignExchange> then) {
            if (session.first() instanceof PollingTransport transport) {
                then.accept(new ForeignExchange(this, id, session, transport));
            } else {
                send(new RelayMessage.Refused(id, Refusal.badRequest("TRANSPORT_MISMATCH", Map.of())));
            }
        }

        @Override
        public void upgrade(RelayMessage.Upgrade upgrade) {
            tally.foreignWebSockets.increment();
            check(
                    upgrade.claim(),
                    true,
                    session -> open(upgrade, session),
                    refusal -> send(new RelayMessage.Closed(upgrade.id(), POLICY_VIOLATION)));
        }

        private void open(RelayMessage.Upgrade upgrade, EngineSession session) {
            var connection = new LocalConnection(
                    server.options(),
                    session.revision(),
                    upgrade.claim().textOnly(),
                    transport -> {
                        session.probe(transport);
                        return session;
                    },
                    closer);
            new ForeignSocket(this, upgrade.id(), connection).open();
        }

        private Foreign foreign(@Nullable Foreign known) {
            return known == null ? NOBODY : known;
        }

        @Override
        public void body(RelayMessage.Body body) {
            foreign(foreigners.get(body.id())).body(body.body());
        }

        @Override
        public void givenUp(RelayMessage.GivenUp post) {
            foreign(foreigners.get(post.id())).givenUp(post.tooLarge());
        }

        @Override
        public void failed(RelayMessage.Failed socket) {
            foreign(remove(socket.id())).failed(socket.failure());
        }

        @Override
        public void part(RelayMessage.Part part) {
            foreign(foreigners.get(part.id())).part(part);
        }

        @Override
        public void confirmed(RelayMessage.Confirmed parts) {
            foreign(foreigners.get(parts.id())).confirmed(parts.messages(), parts.bytes());
        }

        @Override
        public void closed(RelayMessage.Closed socket) {
            foreign(remove(socket.id())).closed(socket.code());
        }

        @Override
        public void broken() {
            breakUp();
        }
    }

    private void check(Claim claim, boolean upgrade, Consumer<EngineSession> then, Consumer<Refusal> otherwise) {
        try {
            RequestCheck.check(server, claim.incoming(upgrade), sid -> null).accept(new Verdict.Handler() {
                @Override
                public void belongs(EngineSession session) {
                    then.accept(session);
                }

                @Override
                public void refused(Refusal refusal) {
                    tally.foreignRefused.increment();
                    otherwise.accept(refusal);
                }

                @Override
                public void opens(String id, Revision revision) {
                    throw new IllegalStateException("a request of a session opens another one");
                }

                @Override
                public void elsewhere(String node) {
                    throw new IllegalStateException("a request is handed on twice");
                }
            });
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** What is over, and still spoken to. */
    private static final Foreign NOBODY = () -> {};
}
