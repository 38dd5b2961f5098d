package io.parley.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The simplest of all load balancers: each request goes to the next node, whoever it is from. Connections are not used
 * twice, but for WebSockets. The nodes may have context roots of their own.
 */
final class RoundRobin implements AutoCloseable {
    private final List<URI> nodes;
    private final ServerSocket entrance;
    private final Set<Closeable> ends = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private int next;

    private RoundRobin(List<URI> nodes, ServerSocket entrance) {
        this.nodes = nodes;
        this.entrance = entrance;
        Cable.start(this::accept);
    }

    static RoundRobin over(URI... nodes) {
        try {
            return new RoundRobin(List.of(nodes), new ServerSocket(0, 0, InetAddress.getByName("127.0.0.1")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + entrance.getLocalPort() + "/");
    }

    @Override
    public void close() {
        closed = true;
        Cable.close(entrance);
        ends.forEach(Cable::close);
    }

    private void accept() {
        while (!closed) {
            try {
                var client = entrance.accept();
                var node = nodes.get(next++ % nodes.size());
                Cable.start(() -> connect(client, node));
            } catch (IOException e) {
                close();
            }
        }
    }

    private void connect(Socket client, URI node) {
        var far = new Socket();
        ends.add(client);
        ends.add(far);
        try {
            var head = head(client.getInputStream());
            far.connect(new InetSocketAddress(node.getHost(), node.getPort()));
            far.getOutputStream().write(forNode(head, node).getBytes(ISO_8859_1));
            Cable.start(() -> pass(far, client));
            pass(client, far);
        } catch (IOException e) {
            end(client, far);
        }
    }

    private static String forNode(String head, URI node) {
        var there = head.replaceFirst(" /", " " + node.getPath());
        return there.toLowerCase(Locale.ROOT).contains("upgrade: websocket")
                ? there
                : there.replaceFirst("(?i)\r\nConnection: [^\r]*", "")
                        .replaceFirst("\r\n", "\r\nConnection: close\r\n");
    }

    private static String head(InputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.write(next);
        }
        return head.toString(ISO_8859_1);
    }

    private void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            // the other direction goes on: who has sent a request waits for the answer
            to.shutdownOutput();
        } catch (IOException e) {
            end(from, to);
        }
    }

    private void end(Socket client, Socket far) {
        Cable.close(client);
        Cable.close(far);
        ends.remove(client);
        ends.remove(far);
    }
}
