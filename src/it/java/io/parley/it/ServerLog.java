package io.parley.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the product has logged that an operator would be alarmed by: errors, anything with a stack trace, and exceptions that
 * ended its threads.
 */
interface ServerLog extends AutoCloseable {
    /** How JVMs tell of the end of one of the product's threads. */
    String UNCAUGHT = "Exception in thread \"parley-";

    /** What was logged since this was opened. */
    List<String> alarms();

    @Override
    void close();

    /** Begins to watch. */
    static ServerLog open() {
        return Product.isOnLiberty() ? new InFile() : new InProcess();
    }

    /** Jetty runs in the test's JVM, and the product logs by {@link System.Logger}, which is java.util.logging there. */
    final class InProcess extends Handler implements ServerLog {
        /** Held, since the log manager holds loggers weakly, and their handlers with them. */
        private final Logger product = Logger.getLogger("io.parley");

        private final Queue<String> alarms = new ConcurrentLinkedQueue<>();

        private final Thread.@Nullable UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

        private InProcess() {
            product.addHandler(this);
            Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
                if (thread.getName().startsWith("parley-")) {
                    alarms.add(UNCAUGHT + thread.getName() + " " + failure);
                }
            });
        }

        @Override
        public void publish(LogRecord entry) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue() || entry.getThrown() != null) {
                alarms.add(entry.getLoggerName() + ": " + entry.getMessage() + " " + entry.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public List<String> alarms() {
            return List.copyOf(alarms);
        }

        @Override
        public void close() {
            Thread.setDefaultUncaughtExceptionHandler(before);
            product.removeHandler(this);
        }
    }

    /** Open Liberty's {@code messages.log}. */
    final class InFile implements ServerLog {
        private static final Pattern ENTRY = Pattern.compile("\\[[^]]+] [0-9a-f]{8} (\\S+)\\s+([A-Z]) (.*)");
        private static final String BY_CONTAINER = "Exception thrown by application class 'io.parley.";

        private final Path file = Path.of(
                System.getProperty("liberty.home"),
                "usr",
                "servers",
                System.getProperty("liberty.server"),
                "logs",
                "messages.log");
        private final int begin = read().length();

        private InFile() {}

        @Override
        public List<String> alarms() {
            var alarms = new ArrayList<String>();
            var lines = read().substring(begin).split("\n");
            for (int i = 0; i < lines.length; i++) {
                if (lines[i].contains(BY_CONTAINER) || lines[i].contains(UNCAUGHT)) {
                    alarms.add(lines[i]);
                    continue;
                }
                var entry = ENTRY.matcher(lines[i]);
                if (!entry.matches()) {
                    continue;
                }
                boolean ours = entry.group(1).startsWith("io.parley.");
                boolean trace = i + 1 < lines.length && lines[i + 1].matches("\\s+at .*|[\\w.]+(Exception|Error)\\b.*");
                if (ours && (entry.group(2).equals("E") || trace)) {
                    alarms.add(lines[i]);
                }
            }
            return alarms;
        }

        @Override
        public void close() {}

        private String read() {
            try {
                return Files.readString(file, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
