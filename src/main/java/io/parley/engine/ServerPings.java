package io.parley.engine;

/** The heartbeat of revision 4: the server pings, the client answers. Confined to the session's serial. */
final class ServerPings implements Heartbeat {
    private final long interval;
    private final long timeout;
    private boolean awaitsPong;
    private boolean paused;
    private long deadline;

    ServerPings(long interval, long timeout, long now) {
        this.interval = interval;
        this.timeout = timeout;
        this.deadline = now + interval;
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
        if (awaitsPong) {
            if (paused) {
                deadline = now + timeout;
                return Due.NOTHING;
            }
            return Due.TIMEOUT;
        }
        awaitsPong = true;
        // When our timer is a little late, who is gone is noticed in time all the same; the peer never pays more for it
        deadline = Math.max(deadline - now, -timeout / 4) + now + timeout;
        return Due.PING;
    }

    @Override
    public boolean pinged(long now) {
        return false;
    }

    @Override
    public boolean ponged(long now) {
        awaitsPong = false;
        deadline = now + interval;
        return true;
    }

    @Override
    public void paused(boolean paused, long now) {
        this.paused = paused;
        if (awaitsPong) {
            deadline = now + timeout;
        }
    }
}
