package io.parley.transport;

import io.parley.engine.CloseReason;
import io.parley.engine.EnginePacket;
import io.parley.engine.EngineProtocolException;
import io.parley.engine.EngineSession;
import io.parley.engine.TextPacket;
import io.parley.kernel.Bytes;
import io.parley.kernel.Limit;
import io.parley.transport.HttpExchange.Answer;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;

/** The body of a POST becomes packets. */
record PostedPayload(
        boolean binary,
        HttpExchange exchange,
        HttpServletResponse response,
        EngineSession session,
        PollingTransport transport)
        implements BodyReader.Outcome {
    @Override
    public void read(Bytes body) {
        try {
            var packets = decoded(body);
            session.received(transport, packets);
            if (packets.stream().anyMatch(TextPacket::isClose)) {
                // the session waits a moment for a poll that this POST has overtaken; after the answer it is gone
                transport.whenClosed(this::answerOk);
            } else {
                session.inflow().whenOpen(this::answerOk);
            }
        } catch (EngineProtocolException broken) {
            session.broken(transport, broken);
            // Behind that, so that the client's next request finds no session
            session.execute(this::answerOk);
        }
    }

    @Override
    public void tooLarge() {
        session.counters().hit(Limit.PAYLOAD_BYTES);
        transport.endPost();
        response.setHeader("Connection", "close");
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
