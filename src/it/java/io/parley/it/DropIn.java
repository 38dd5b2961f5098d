package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Open Liberty is configured with while a test wants it, so that all others run with the features that users have.
 * Other containers have nothing to do with it.
 *
 * @param name of the file
 * @param features and what else belongs into {@code server.xml}
 */
record DropIn(String name, String features) {
    private static final int WAIT_SECONDS = 60;

    /** Before the WAR is deployed. */
    void add() {
        if (Product.isOnLiberty()) {
            change(() -> {
                Files.createDirectories(file().getParent());
                Files.writeString(file(), "<server>" + features + "</server>");
            });
        }
    }

    /** Takes that back. */
    void remove() {
        if (Product.isOnLiberty()) {
            change(() -> Files.deleteIfExists(file()));
        }
    }

    /** What the server has logged. */
    static Path log() {
        return liberty().resolve("logs").resolve("messages.log");
    }

    /** Returns when the server has done all that follows from it. */
    private static void change(Change change) {
        try {
            int before = updates();
            change.make();
            long end = System.nanoTime() + WAIT_SECONDS * 1_000_000_000L;
            while (updates() == before && System.nanoTime() < end) {
                Thread.sleep(100);
            }
            assertThat(updates()).as("updates of the features").isGreaterThan(before);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException stopping) {
            throw new AssertionError(stopping);
        }
    }

    private static int updates() throws IOException {
        return Files.readString(log()).split("CWWKF0008I", -1).length;
    }

    private Path file() {
        return liberty().resolve("configDropins").resolve("defaults").resolve(name + ".xml");
    }

    /** Where the server is. */
    static Path liberty() {
        return Path.of(System.getProperty("liberty.home"), "usr", "servers", System.getProperty("liberty.server"));
    }

    private interface Change {
        void make() throws IOException;
    }
}
