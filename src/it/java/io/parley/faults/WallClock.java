package io.parley.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The time of day as one process sees it, which can be set. Needs libfaketime. */
final class WallClock {
    private static final List<Path> LIBRARIES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1"),
            Path.of("/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"));

    private final Path file;

    /** @param file that says how far it is off */
    WallClock(Path file) {
        this.file = file;
        set(Duration.ZERO);
    }

    /** Why there can be none on this machine; empty: there can. */
    static Optional<String> missing() {
        return library().isPresent() ? Optional.empty() : Optional.of("libfaketime is needed");
    }

    private static Optional<Path> library() {
        return LIBRARIES.stream().filter(Files::exists).findFirst();
    }

    /** What the process has to be started with. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD",
                library().orElseThrow().toString(),
                "FAKETIME_TIMESTAMP_FILE",
                file.toString(),
                "FAKETIME_CACHE_DURATION",
                "1",
                // only the time of day jumps, and a JVM waits by the other clock
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1",
                "FAKETIME_FORCE_MONOTONIC_FIX",
                "0");
    }

    /** From within a second on the process sees a time that is off by so much. */
    void set(Duration off) {
        try {
            var begun = file.resolveSibling(file.getFileName() + ".begun");
            Files.writeString(begun, String.format("%+d%n", off.toSeconds()));
            Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
