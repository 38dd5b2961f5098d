package io.parley.transport;

import io.parley.kernel.Bytes;
import io.parley.kernel.Environment;
import io.parley.kernel.Scheduler;
import io.parley.kernel.SerialExecutor;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The body of a POST at the door. A small one that comes at once is sent with the request. A large or slow one is announced,
 * so that the owner's limits hold while it is read, and sent when the owner wants it: nobody can fill the bus with bodies
 * for sessions that are not theirs. Thread-safe.
 */
final class RelayedPost implements BodyReader.Outcome {
    /** Bytes that are sent unasked. */
    static final int SMALL = 16 * 1024;

    /** A body that is still not there is slow. */
    static final Duration AT_ONCE = Duration.ofMillis(500);

    private final RelayDoor.Link link;
    private final long id;
    private final Claim claim;
    private final boolean binary;
    private final SerialExecutor serial;

    // confined to the serial
    private Scheduler.Timer timer = () -> {};
    private boolean announced;
    private boolean wanted;
    private boolean over;
    private @Nullable Bytes body;

    RelayedPost(RelayDoor.Link link, long id, Claim claim, boolean binary, Environment environment) {
        this.link = link;
        this.id = id;
        this.claim = claim;
        this.binary = binary;
        this.serial = SerialExecutor.inline(environment.failures());
    }

    /**
     * Called before the body is read.
     *
     * @param length bytes of it; negative: not known
     */
    void begin(long length, Scheduler scheduler) {
        serial.execute(() -> {
            if (length < 0 || length > SMALL) {
                announce();
            } else {
                timer = scheduler.schedule(AT_ONCE.toNanos(), () -> serial.execute(this::announce));
            }
        });
    }

    private void announce() {
        if (!announced && !over) {
            announced = true;
            link.send(new RelayMessage.Post(id, claim, binary, null));
        }
    }

    /** The owner awaits the body. */
    void wanted() {
        serial.execute(() -> {
            wanted = true;
            pass();
        });
    }

    @Override
    public void read(Bytes all) {
        serial.execute(() -> {
            timer.cancel();
            body = all;
            pass();
        });
    }

    private void pass() {
        var whole = body;
        if (whole == null || over || (announced && !wanted)) {
            return;
        }
        try {
            link.send(announced ? new RelayMessage.Body(id, whole) : new RelayMessage.Post(id, claim, binary, whole));
            over = true;
        } catch (IllegalArgumentException largerThanAFrame) {
            giveUp(true);
        }
        body = null;
    }

    @Override
    public void tooLarge() {
        serial.execute(() -> giveUp(true));
    }

    @Override
    public void aborted() {
        serial.execute(() -> giveUp(false));
    }

    private void giveUp(boolean tooLarge) {
        if (!over) {
            timer.cancel();
            announce();
            over = true;
            link.send(new RelayMessage.GivenUp(id, tooLarge));
        }
    }
}
