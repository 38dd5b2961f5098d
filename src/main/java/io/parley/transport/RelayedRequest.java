package io.parley.transport;

import io.parley.engine.EngineError;
import io.parley.engine.EngineRequest;
import io.parley.engine.EngineServer;
import io.parley.engine.Refusal;
import io.parley.kernel.Environment;
import java.util.Map;

/** A GET or a POST at the door. Thread-safe. */
final class RelayedRequest implements Errand {
    private final EngineServer server;
    private final Environment environment;
    private final EngineRequest request;
    private final Exchange exchange;
    private final Runnable whenWanted;

    /** @param whenWanted called when the owner awaits the body */
    RelayedRequest(
            EngineServer server,
            Environment environment,
            EngineRequest request,
            Exchange exchange,
            Runnable whenWanted) {
        this.server = server;
        this.environment = environment;
        this.request = request;
        this.exchange = exchange;
        this.whenWanted = whenWanted;
    }

    /** The bus must not wait for compression. */
    @Override
    public void answered(Answer answer) {
        if (answer.compress()) {
            environment.complete(() -> exchange.answer(answer));
        } else {
            exchange.answer(answer);
        }
    }

    @Override
    public void refused(Refusal refusal) {
        environment.complete(() -> server.refused(() -> request, refusal));
        exchange.answer(Answer.of(refusal.status(), "application/json", refusal.json()));
    }

    @Override
    public void wanted() {
        whenWanted.run();
    }

    @Override
    public void lost() {
        refused(Refusal.of(EngineError.UNKNOWN_SID, Map.of()));
    }
}
