package io.parley.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to a server that a test can cut, or that takes its time for WebSockets: a port of its own, whose connections are
 * passed on.
 */
final class Cable implements AutoCloseable {
    private final URI server;
    private final ServerSocket entrance;
    private final Duration delay;
    private final Set<Closeable> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;

    private Cable(URI server, ServerSocket entrance, Duration delay) {
        this.server = server;
        this.entrance = entrance;
        this.delay = delay;
        start(this::accept);
    }

    /** Lays a cable to a server. */
    static Cable to(URI server) {
        return to(server, Duration.ZERO);
    }

    /** The same, but the opening handshake of a WebSocket comes later. */
    static Cable to(URI server, Duration delay) {
        try {
            return new Cable(server, new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1")), delay);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the server's address is by way of this cable. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + entrance.getLocalPort() + server.getPath());
    }

    /** Breaks all connections, and each new one at once. */
    void cut() {
        cut = true;
        ends.forEach(Cable::close);
        ends.clear();
    }

    /** Lets new connections through again. */
    void mend() {
        cut = false;
    }

    @Override
    public void close() {
        cut();
        close(entrance);
    }

    private void accept() {
        try {
            while (true) {
                connect(entrance.accept());
            }
        } catch (IOException e) {
            close();
        }
    }

    private void connect(Socket client) {
        var far = new Socket();
        ends.add(client);
        ends.add(far);
        try {
            far.connect(new InetSocketAddress(server.getHost(), server.getPort()));
        } catch (IOException e) {
            close(client);
        }
        if (cut) {
            close(client);
            close(far);
        }
        start(() -> {
            passFirst(client, far);
            pass(client, far);
        });
        start(() -> pass(far, client));
    }

    private void passFirst(Socket client, Socket far) {
        var first = new byte[8192];
        try {
            int length = client.getInputStream().read(first);
            if (length > 0) {
                if (new String(first, 0, length, ISO_8859_1).contains("transport=websocket")) {
                    Thread.sleep(delay.toMillis());
                }
                far.getOutputStream().write(first, 0, length);
            }
        } catch (IOException | InterruptedException e) {
            // What follows notices it, too.
        }
    }

    private void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One end is gone, and the other goes now.
        }
        close(from);
        close(to);
        ends.remove(from);
        ends.remove(to);
    }

    static void start(Runnable work) {
        var thread = new Thread(work, "cable");
        thread.setDaemon(true);
        thread.start();
    }

    static void close(Closeable end) {
        try {
            end.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
