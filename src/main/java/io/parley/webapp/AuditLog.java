package io.parley.webapp;

import io.parley.AuditEvent;
import io.parley.kernel.Environment;
import io.parley.kernel.SerialExecutor;
import io.parley.packet.JsonText;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes what is audited as lines of JSON, of what is the same but for the session one a second: the next line tells how
 * many were left out. Thread-safe; written on the executor of its environment, so that a log that is slow holds up
 * nobody else.
 */
final class AuditLog implements Consumer<AuditEvent>, AutoCloseable {
    /** What is told apart at once; of all others those of one kind count as the same. */
    static final int MOST_KEYS = 10_000;
    /** Lines that wait to be written; more are dropped, and counted in the next one. */
    static final int MOST_WAITING = 1_000;

    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_CHARACTERS = 256;

    private final Map<String, ?> about;
    private final Clock clock;
    private final Environment environment;
    private final JsonText json;
    private final Consumer<String> lines;
    private final SerialExecutor serial;
    private final Map<AuditEvent, Pause> pauses = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();

    /**
     * @param about what all lines say of this server
     * @param lines takes each line
     */
    AuditLog(Map<String, ?> about, Clock clock, Environment environment, JsonText json, Consumer<String> lines) {
        this.about = about;
        this.clock = clock;
        this.environment = environment;
        this.json = json;
        this.lines = lines;
        this.serial = SerialExecutor.on(environment.handlers(), environment.failures());
    }

    @Override
    public void accept(AuditEvent event) {
        var key = key(event);
        var now = clock.instant();
        var pause = pauses.compute(
                key, (same, begun) -> begun == null ? Pause.NEW : new Pause(begun.leftOut + 1, event, now));
        if (pause.leftOut == 0) {
            write(event, now, 0);
            pause(key);
        }
    }

    /** Writes at once what was left out so far. */
    @Override
    public void close() {
        List.copyOf(pauses.keySet()).forEach(this::resume);
    }

    private AuditEvent key(AuditEvent event) {
        var key = new AuditEvent(event.kind(), event.reason(), event.namespace(), event.user(), event.address(), null);
        return pauses.containsKey(key) || pauses.size() < MOST_KEYS ? key : AuditEvent.of(event.kind(), "");
    }

    private void pause(AuditEvent key) {
        environment.scheduler().schedule(PAUSE_NANOS, () -> resume(key));
    }

    /** Writes the last of what was left out, and pauses again; without such the pause is over. */
    private void resume(AuditEvent key) {
        Pause[] over = {Pause.NEW};
        pauses.computeIfPresent(key, (same, pause) -> {
            over[0] = pause;
            return pause.leftOut == 0 ? null : Pause.NEW;
        });
        var last = over[0].last;
        if (last != null) {
            write(last, over[0].time, over[0].leftOut - 1);
            pause(key);
        }
    }

    private void write(AuditEvent event, Instant time, long leftOut) {
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            dropped.incrementAndGet();
            return;
        }
        serial.execute(() -> {
            waiting.decrementAndGet();
            lines.accept(json.write(fields(event, time, leftOut + dropped.getAndSet(0))));
        });
    }

    private Map<String, Object> fields(AuditEvent event, Instant time, long leftOut) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("time", time.toString());
        fields.putAll(about);
        fields.put("event", event.kind().toString());
        put(fields, "reason", event.reason());
        put(fields, "namespace", event.namespace());
        put(fields, "user", event.user());
        put(fields, "address", event.address());
        put(fields, "session", event.session());
        if (leftOut > 0) {
            fields.put("leftOut", leftOut);
        }
        return fields;
    }

    private static void put(Map<String, Object> fields, String name, @Nullable String value) {
        if (value != null) {
            fields.put(name, value.substring(0, Math.min(value.length(), MOST_CHARACTERS)));
        }
    }

    /**
     * The time in which nothing is written of what is the same.
     *
     * @param leftOut how many so far
     * @param last of them; null: there are none
     * @param time of the last one
     */
    private record Pause(long leftOut, @Nullable AuditEvent last, Instant time) {
        static final Pause NEW = new Pause(0, null, Instant.EPOCH);
    }
}
