package io.parley.transport;

import io.parley.engine.CloseReason;
import io.parley.engine.EngineError;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineProtocolException;
import io.parley.engine.EngineSession;
import io.parley.engine.Revision;
import io.parley.engine.TextPacket;
import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;

/**
 * The body of a POST becomes packets. The request does not outlive its session: what is still being read then was too slow,
 * what waits for handlers is answered.
 */
record PostedPayload(boolean binary, Exchange exchange, EngineSession session, PollingTransport transport)
        implements BodyReader.Outcome {
    /** The session takes a POST on, before its body is read. Empty: it is answered, and the session ends. */
    static Optional<PostedPayload> accept(
            boolean binary, Exchange exchange, EngineSession session, PollingTransport transport) {
        if (binary && session.revision() == Revision.V4) {
            exchange.answer(Answer.empty(HttpServletResponse.SC_BAD_REQUEST));
            session.lost(transport, CloseReason.TRANSPORT_ERROR, "invalid content");
        } else if (!transport.startPost()) {
            exchange.answer(Answer.empty(HttpServletResponse.SC_BAD_REQUEST));
            session.lost(transport, CloseReason.TRANSPORT_ERROR, "data request overlap from client");
        } else {
            session.receiving(transport, true);
            transport.whenClosed(() -> exchange.answer(PollingTransport.refusal(EngineError.UNKNOWN_SID)));
            return Optional.of(new PostedPayload(binary, exchange, session, transport));
        }
        return Optional.empty();
    }

    @Override
    public void read(Bytes body) {
        // behind the end of the session, so that the client's next request finds none
        transport.whenClosed(() -> session.execute(this::answerOk));
        try {
            var packets = decoded(body);
            session.received(transport, packets);
            if (packets.stream().noneMatch(TextPacket::isClose)) {
                session.inflow().whenOpen(this::answerOk);
            } // else the session waits a moment for a poll that this POST has overtaken
        } catch (EngineProtocolException broken) {
            session.broken(transport, broken);
        }
    }

    @Override
    public void tooLarge() {
        session.receiving(transport, false);
        session.hit(Limit.PAYLOAD_BYTES);
        transport.endPost();
        exchange.answer(Answer.empty(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE));
    }

    @Override
    public void aborted() {
        transport.endPost();
        exchange.answer(Answer.empty(HttpServletResponse.SC_BAD_REQUEST));
        session.lost(transport, CloseReason.TRANSPORT_ERROR, "data request connection closed prematurely");
    }

    private List<EnginePacket> decoded(Bytes body) {
        int most = session.options().maxPayloadPackets();
        return binary ? transport.codec().decode(body, most) : transport.codec().decode(body.toUtf8(), most);
    }

    private void answerOk() {
        transport.endPost();
        exchange.answer(Answer.OK);
    }
}
