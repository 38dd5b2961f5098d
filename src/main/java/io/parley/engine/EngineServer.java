package io.parley.engine;

import io.parley.kernel.Environment;
import io.parley.kernel.Limit;
import io.parley.kernel.LimitCounters;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens, finds and closes the sessions of one endpoint. Socket.IO: {@code io.engine}. Thread-safe.
 *
 * <p>Middlewares and listeners run on the container's thread of the request, in the order in which they were added; add
 * them before the first client is served. What another node has refused is told on the handler pool.
 */
public final class EngineServer {
    private static final System.Logger LOG = System.getLogger(EngineServer.class.getName());
    private static final Duration LONGEST_DRAIN = Duration.ofDays(1);
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._~-]{1,128}");

    private final EngineOptions options;
    private final Environment environment;
    private final Function<EngineSession, EngineListener> application;
    private final Map<String, EngineSession> sessions = new ConcurrentHashMap<>();

    private final @Nullable SessionsByAddress addresses;
    private final Gate gate = new Gate();
    private final SessionTally tally = new SessionTally();
    private final LimitCounters counters = new LimitCounters(limit -> gate.hit(limit, Optional.empty()));

    private volatile String idTag = "";
    private volatile Supplier<Map<String, Long>> relayCounters = Map::of;

    private final List<Supplier<? extends Collection<? extends Runnable>>> guests = new CopyOnWriteArrayList<>();
    private final Drain drain;
    private volatile boolean draining;

    /**
     * Has no sessions yet, and warns the operator if all origins are allowed.
     *
     * @param options of this server
     * @param environment may be shared with other servers
     * @param application makes the layer above for each session; called on the thread that opens it, must not block
     */
    public EngineServer(
            EngineOptions options, Environment environment, Function<EngineSession, EngineListener> application) {
        this.options = options;
        this.environment = environment;
        this.application = application;
        var perAddress = options.maxSessionsPerAddress();
        this.drain = new Drain(environment, sessions, guests);
        this.addresses = perAddress.isPresent() ? new SessionsByAddress(perAddress.getAsInt()) : null;
        if (options.allowedOrigins().isAny()) {
            LOG.log(Level.WARNING, "all origins are allowed: any web page can talk to this server as its visitor");
        }
    }

    /** {@return the options it was made with} */
    public EngineOptions options() {
        return options;
    }

    /**
     * Adds a middleware for all requests.
     *
     * @param middleware called after those added before
     * @return this
     */
    public EngineServer use(EngineMiddleware middleware) {
        gate.use(middleware);
        return this;
    }

    /**
     * Listens to the answers that open a session, by polling or as a WebSocket. Socket.IO: {@code initial_headers}.
     *
     * @param listener may add headers to the answer
     * @return this
     */
    public EngineServer onInitialHeaders(BiConsumer<ResponseHeaders, EngineRequest> listener) {
        gate.onInitialHeaders(listener);
        return this;
    }

    /**
     * Listens to all answers that are no refusal, those that open a session or upgrade it included. Socket.IO:
     * {@code headers}.
     *
     * @param listener may add headers to the answer; hears of it when the request comes, not when it is answered
     * @return this
     */
    public EngineServer onHeaders(BiConsumer<ResponseHeaders, EngineRequest> listener) {
        gate.onHeaders(listener);
        return this;
    }

    /**
     * Listens to requests that are refused with one of the six errors. Socket.IO: {@code connection_error}.
     *
     * @param listener what it throws is logged
     * @return this
     */
    public EngineServer onConnectionError(Consumer<ConnectionError> listener) {
        gate.onConnectionError(listener);
        return this;
    }

    /**
     * Listens to new sessions, before anything is sent to or received from them. On the thread that opens it; must not block.
     * Socket.IO: {@code io.engine.on("connection")}.
     *
     * @param listener what it throws is logged
     * @return this server
     */
    public EngineServer onConnection(Consumer<EngineSession> listener) {
        gate.onConnection(listener);
        return this;
    }

    /**
     * Listens to limits that are hit, but for {@link Limit#LOSSY}: such packets are made to be dropped, and many are. On the
     * thread that hits one, perhaps a session's serial; must not block.
     *
     * @param listener given the limit, and the session that has hit it, if it is known; what it throws is logged
     * @return this server
     */
    public EngineServer onLimit(BiConsumer<Limit, Optional<EngineSession>> listener) {
        gate.onLimit(listener);
        return this;
    }

    /**
     * {@return the sessions, those that are closing included} A view that changes with them, cannot be changed itself, and
     * may be iterated over at any time. Socket.IO: {@code clients}.
     */
    public Collection<EngineSession> sessions() {
        return Collections.unmodifiableCollection(sessions.values());
    }

    /** {@return how many sessions there are, those that are closing included} Socket.IO: {@code clientsCount}. */
    public int size() {
        return sessions.size();
    }

    /** {@return how often each limit was hit, by all layers of this server} */
    public LimitCounters counters() {
        return counters;
    }

    /** {@return what the sessions of this server have done since it was made; a copy} */
    public SessionCounters sessionCounters() {
        return tally.counters();
    }

    /**
     * {@return what became of requests that came to another node than their session's, since the start, by names like {@code
     * door.polls}; empty without a relay}
     */
    public Map<String, Long> relayCounters() {
        return relayCounters.get();
    }

    /**
     * For transports: says what counts the requests that come to another node than their session's.
     *
     * @param counters called by any thread; must return quickly
     */
    public void countRelayed(Supplier<Map<String, Long>> counters) {
        relayCounters = counters;
    }

    /**
     * For transports: applies the middlewares to a request.
     *
     * @param request asked for only if there are any
     * @param headers of the answer, which they may add to
     * @return why it is refused; empty: it is not
     */
    public Optional<Refusal> pass(Supplier<EngineRequest> request, ResponseHeaders headers) {
        return gate.pass(request, headers);
    }

    /**
     * For transports: asks whether a session may be opened: not when the server is drained; else by the bound and by what
     * the application says.
     *
     * @param request asked for only if the options are about it
     * @return why it may not; empty: it may
     */
    public Optional<Refusal> allow(Supplier<EngineRequest> request) {
        if (draining) {
            return Optional.of(Refusal.draining());
        }
        if (sessions.size() >= options.maxSessions()) {
            counters.hit(Limit.SESSIONS);
            return Optional.of(Refusal.overloaded());
        }
        if (addresses != null && addresses.isFull(request.get().address())) {
            counters.hit(Limit.ADDRESS_SESSIONS);
            return Optional.of(Refusal.overloaded());
        }
        if (!options.allowAnonymous() && request.get().user() == null) {
            return Optional.of(Refusal.anonymous());
        }
        return options.allowRequest().flatMap(decision -> Gate.ask(decision, request.get()));
    }

    /** {@return for transports: whether anybody listens to answers, to add headers to them} */
    public boolean addsHeaders() {
        return gate.addsHeaders();
    }

    /**
     * For transports: collects what listeners add to the answer to a request that is not refused.
     *
     * @param request asked for only if somebody listens
     * @param initial whether the answer opens a session
     * @param headers of the answer
     */
    public void headers(Supplier<EngineRequest> request, boolean initial, ResponseHeaders headers) {
        gate.headers(request, initial, headers);
    }

    /**
     * For transports: counts a request that has been refused, and tells the listeners.
     *
     * @param request asked for only if somebody listens
     * @param refusal what the peer is told, and more
     */
    public void refused(Supplier<EngineRequest> request, Refusal refusal) {
        tally.refused(refusal);
        gate.refused(request, refusal);
    }

    /**
     * For transports: from now on the ids that this server makes end with a tag, so that other nodes know whose they are. Those
     * of {@link EngineOptions.Builder#generateId} do not.
     *
     * @param tag of characters that ids may have; no secret
     */
    public void tagIds(String tag) {
        idTag = tag;
    }

    /**
     * {@return an id for a new session}
     *
     * @param request asked for only if the options have a {@linkplain EngineOptions.Builder#generateId maker} of ids
     * @throws RuntimeException if the maker throws, or makes an id that is not legal or in use
     */
    public String newId(Supplier<EngineRequest> request) {
        var maker = options.generateId();
        if (maker.isEmpty()) {
            return environment.ids().next() + idTag;
        }
        var id = maker.get().apply(request.get());
        if (!ID.matcher(id).matches() || sessions.containsKey(id)) {
            throw new IllegalStateException("generateId has made an id that is not legal or in use");
        }
        return id;
    }

    /**
     * Opens a session with a {@linkplain #newId new id}.
     *
     * @param request the one that opens it
     * @param revision the one that the client speaks
     * @param transport the first of the session
     * @return the session; closing already after {@link #drain} or {@link #close}
     * @throws RuntimeException as {@link #newId}
     */
    public EngineSession open(EngineRequest request, Revision revision, Transport transport) {
        return open(newId(() -> request), request, revision, transport);
    }

    /**
     * Opens a session whose first packet is the handshake.
     *
     * @param id one of {@link #newId}
     * @param request the one that opens it
     * @param revision the one that the client speaks
     * @param transport the first of the session
     * @return the session; closing already after {@link #drain} or {@link #close}, or if there is a session of that id
     */
    public EngineSession open(String id, EngineRequest request, Revision revision, Transport transport) {
        var session = new EngineSession(id, request, revision, transport, this);
        boolean unique = sessions.putIfAbsent(id, session) == null;
        if (unique) {
            tally.opened(session.transport());
        }
        if (unique && addresses != null) {
            addresses.opened(session);
        }
        gate.opened(session);
        session.start(application.apply(session), handshake(session));
        if (draining || !unique) {
            session.close(CloseReason.SERVER_SHUTTING_DOWN, unique ? "the server is drained" : "its id is in use");
        }
        return session;
    }

    /**
     * {@return the session of that id, unless it has ended, or would have if its timer were not late}
     *
     * @param sid as a client sent it
     */
    public Optional<EngineSession> find(String sid) {
        var session = sessions.get(sid);
        if (session != null) {
            session.catchUp();
        }
        return Optional.ofNullable(sessions.get(sid));
    }

    /**
     * For who passes connections on to sessions elsewhere: a drain closes those, too.
     *
     * @param connections asked once, when the drain begins, on its thread: what closes each of them, and does nothing if it is
     *     closed already
     */
    public void drainsToo(Supplier<? extends Collection<? extends Runnable>> connections) {
        guests.add(connections);
    }

    /**
     * Opens no more sessions, and closes those there are one after the other, evenly over four fifths of the time; in the
     * rest of it the last ones can take what still waits for them. Clients see their transport close and come back,
     * elsewhere if their requests are sent elsewhere. There is no way back. When called again, the time that ends first
     * counts.
     *
     * @param time 0 to a day
     * @return completes on the handler pool, when no session is left or the time is over
     * @throws IllegalArgumentException if the time is another
     */
    public CompletionStage<Void> drain(Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST_DRAIN) > 0) {
            throw new IllegalArgumentException("the time for a drain must be 0 to a day: " + time);
        }
        draining = true;
        return drain.within(time);
    }

    /** {@return whether no more sessions are opened, after {@link #drain} or {@link #close}} */
    public boolean isDraining() {
        return draining;
    }

    /** Closes all sessions at once: {@linkplain #drain drains} in no time. */
    public void close() {
        drain(Duration.ZERO);
    }

    /** A session has hit a limit. */
    void hit(Limit limit, EngineSession session) {
        counters.count(limit);
        if (limit != Limit.LOSSY) {
            gate.hit(limit, Optional.of(session));
        }
    }

    SessionTally tally() {
        return tally;
    }

    Environment environment() {
        return environment;
    }

    void ended(EngineSession session) {
        if (sessions.remove(session.id(), session)) {
            tally.ended(session.transport());
            if (addresses != null) {
                addresses.ended(session);
            }
        }
        if (draining && sessions.isEmpty()) {
            drain.empty();
        }
    }

    /** Engine.IO protocol 4, "Handshake"; clients of revision 3 ignore what they do not know. */
    private TextPacket handshake(EngineSession session) {
        boolean upgradable = options.allowUpgrades()
                && session.transport() == TransportName.POLLING
                && options.transports().contains(TransportName.WEBSOCKET);
        return TextPacket.open("{\"sid\":\"" + session.id()
                + "\",\"upgrades\":[" + (upgradable ? "\"websocket\"" : "")
                + "],\"pingInterval\":" + options.pingInterval().toMillis()
                + ",\"pingTimeout\":" + options.pingTimeout().toMillis()
                + ",\"maxPayload\":" + options.maxPayloadBytes() + "}");
    }
}
