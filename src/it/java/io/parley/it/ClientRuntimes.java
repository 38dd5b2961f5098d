package io.parley.it;

import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * Where clients of every kind live: in the test's own process, in one of Node.js and in one of Python, which start with
 * the first client. For one thread.
 */
final class ClientRuntimes implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";

    private @Nullable ClientProcess node;
    private @Nullable ClientProcess python;
    private final boolean pythonHasClient = pythonHasClient();

    /** Starts a client that connects. Aborts the test if the machine lacks it. */
    SocketClient start(ClientKind kind, SocketClientStart start) {
        return switch (kind) {
            case JAVA_2 -> JavaClient.start(start);
            case PYTHON -> python().connect(start, Map.of());
            case JS_4, JS_4_MSGPACK, JS_3, JS_2 -> javaScript(kind, start);
        };
    }

    /** Whether the machine has such clients. */
    boolean has(ClientKind kind) {
        return kind != ClientKind.PYTHON || pythonHasClient;
    }

    /** The same for those of JavaScript. */
    ScriptedClient javaScript(ClientKind kind, SocketClientStart start) {
        return node().connect(start, library(kind));
    }

    /** The same for the newest of JavaScript, with headers in each request. */
    ScriptedClient javaScript(SocketClientStart start, Map<String, String> headers) {
        return node().connect(start, Map.of("library", "client-4", "headers", headers));
    }

    @Override
    public void close() {
        if (node != null) {
            node.close();
        }
        if (python != null) {
            python.close();
        }
    }

    private ClientProcess node() {
        if (node == null) {
            var modules = Product.npmClients().resolve("node_modules");
            node = ClientProcess.start(Map.of("NODE_PATH", modules.toString()), "node", "src/it/clients/client.js");
        }
        return node;
    }

    private ClientProcess python() {
        if (python == null) {
            Assumptions.assumeTrue(
                    pythonHasClient, "no Python client: apt-get install python3-socketio python3-aiohttp");
            python = ClientProcess.start(Map.of("PYTHONIOENCODING", "utf-8"), PYTHON, "src/it/clients/client.py");
        }
        return python;
    }

    /** Names in {@code src/it/npm/package.json}. */
    private static Map<String, String> library(ClientKind kind) {
        return switch (kind) {
            case JS_4 -> Map.of("library", "client-4");
            case JS_4_MSGPACK -> Map.of("library", "client-4", "parser", "socket.io-msgpack-parser");
            case JS_3 -> Map.of("library", "client-3");
            case JS_2 -> Map.of("library", "client-2");
            case JAVA_2, PYTHON -> throw new IllegalArgumentException(kind + " is not of JavaScript");
        };
    }

    private static boolean pythonHasClient() {
        try {
            var imports = new ProcessBuilder(PYTHON, "-c", "import aiohttp, socketio");
            return imports.redirectErrorStream(true).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
