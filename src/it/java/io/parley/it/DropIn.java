package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A piece of configuration that Open Liberty has while a test wants it; it has to add features. On others nothing happens. */
final class DropIn {
    private static final int WAIT_SECONDS = 60;

    private final String name;
    private final String content;

    /**
     * @param name no other one has it
     * @param content the XML
     */
    DropIn(String name, String content) {
        this.name = name;
        this.content = content;
    }

    void enable() {
        if (Product.isOnLiberty()) {
            change(() -> {
                Files.createDirectories(file().getParent());
                Files.writeString(file(), content);
            });
        }
    }

    void disable() {
        if (Product.isOnLiberty()) {
            change(() -> Files.deleteIfExists(file()));
        }
    }

    /** What the server has logged. */
    static Path log() {
        return liberty().resolve("logs").resolve("messages.log");
    }

    /** Changes the configuration and waits until the server has done all that follows from it. */
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

    private static Path liberty() {
        return Path.of(System.getProperty("liberty.home"), "usr", "servers", System.getProperty("liberty.server"));
    }

    private interface Change {
        void make() throws IOException;
    }
}
