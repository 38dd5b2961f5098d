package io.parley.transport;

import io.parley.engine.CloseReason;
import io.parley.engine.EngineError;
import io.parley.engine.EngineSession;
import io.parley.kernel.Bytes;
import org.jspecify.annotations.Nullable;

/** A GET or a POST that has come to another node. Thread-safe, what the door says comes one at a time. */
final class ForeignExchange implements Exchange, Foreign {
    private final RelayOwner.Link link;
    private final long id;
    private final EngineSession session;
    private final PollingTransport transport;
    /** Of a POST whose body has not come yet. Confined to who hears the door. */
    private @Nullable PostedPayload posted;

    ForeignExchange(RelayOwner.Link link, long id, EngineSession session, PollingTransport transport) {
        this.link = link;
        this.id = id;
        this.session = session;
        this.transport = transport;
    }

    /** A GET. */
    void poll() {
        link.add(id, this);
        transport.polled(session, this);
    }

    /** A POST; its body, or null if it is to be asked for. */
    void post(boolean binary, @Nullable Bytes body) {
        link.add(id, this);
        posted = PostedPayload.accept(binary, this, session, transport).orElse(null);
        if (body != null) {
            body(body);
        } else if (posted != null) {
            link.send(new RelayMessage.Wanted(id));
        }
    }

    @Override
    public void body(Bytes body) {
        var payload = posted;
        posted = null;
        if (payload != null) {
            payload.read(body);
        }
    }

    @Override
    public void givenUp(boolean tooLarge) {
        var payload = posted;
        posted = null;
        if (payload != null && tooLarge) {
            payload.tooLarge();
        } else if (payload != null) {
            payload.aborted();
        }
    }

    @Override
    public boolean answer(Answer given) {
        if (link.remove(id) == null) {
            return false;
        }
        try {
            link.send(new RelayMessage.Answered(id, given));
        } catch (IllegalArgumentException largerThanAFrame) {
            link.send(new RelayMessage.Answered(id, PollingTransport.refusal(EngineError.UNKNOWN_SID)));
            session.lost(transport, CloseReason.TRANSPORT_ERROR, "an answer larger than a frame between nodes");
        }
        return true;
    }

    @Override
    public void lost() {
        session.lost(transport, CloseReason.TRANSPORT_ERROR, "the node of the request is gone");
    }
}
