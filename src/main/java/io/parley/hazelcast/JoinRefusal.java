package io.parley.hazelcast;

import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why the members of a cluster refuse a node. Hazelcast tells it to its log alone, and throws "Node failed to start!": so
 * the log is read along until this is closed. Thread-safe.
 */
final class JoinRefusal extends Handler implements AutoCloseable {
    private static final Pattern REASON =
            Pattern.compile("(?:Reason of failure for node join|because it cannot join the cluster"
                    + "|A Configuration mismatch was detected): (.+)");

    /** Referred to here, since loggers that nobody refers to are forgotten, with their handlers. */
    private final Logger logger = Logger.getLogger("com.hazelcast");

    private final String speaker;
    private volatile @Nullable String reason;

    /** @param speaker how Hazelcast names this node in its log: {@code [address]:port}; empty: any */
    private JoinRefusal(String speaker) {
        this.speaker = speaker;
    }

    /** Reads the log from now on. */
    static JoinRefusal of(String address, int port) {
        return reading("[" + address + "]:" + port + " ");
    }

    /** The same of a node whose address is not known. */
    static JoinRefusal ofAny() {
        return reading("");
    }

    private static JoinRefusal reading(String speaker) {
        var refusal = new JoinRefusal(speaker);
        refusal.logger.addHandler(refusal);
        return refusal;
    }

    /** One line; empty if nothing was said. */
    Optional<String> reason() {
        return Optional.ofNullable(reason);
    }

    @Override
    public void publish(LogRecord entry) {
        var message = entry.getMessage();
        if (message != null && message.startsWith(speaker)) {
            var found = REASON.matcher(message);
            if (found.find()) {
                reason = found.group(1).strip();
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
    }
}
