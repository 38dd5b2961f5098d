package io.parley.engine;

/** The heartbeat of revision 3: the client pings, the server answers. Confined to the session's serial. */
final class ClientPings implements Heartbeat {
    private final long patience;
    private boolean paused;
    private long deadline;

    /** @param patience how long the client may be silent */
    ClientPings(long patience, long now) {
        this.patience = patience;
        this.deadline = now + patience;
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public Due due(long now) {
        if (now - deadline < 0) {
            return Due.NOTHING;
        }
        if (paused) {
            deadline = now + patience;
            return Due.NOTHING;
        }
        return Due.TIMEOUT;
    }

    @Override
    public boolean pinged(long now) {
        deadline = now + patience;
        return true;
    }

    @Override
    public boolean ponged(long now) {
        return false;
    }

    @Override
    public void paused(boolean paused, long now) {
        this.paused = paused;
        deadline = now + patience;
    }
}
