package io.parley.testing;

import io.parley.engine.CloseReason;
import io.parley.engine.EngineListener;
import io.parley.engine.EnginePacket;

/** A layer above a session that does nothing. */
public final class SilentListener implements EngineListener {
    @Override
    public void message(EnginePacket message) {}

    @Override
    public void closed(CloseReason reason, String description) {}
}
