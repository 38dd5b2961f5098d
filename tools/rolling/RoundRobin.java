import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A load balancer that knows nothing of sessions: {@code java RoundRobin.java PORT PATH NODE-PORT...}. Each TCP connection goes
 * to the next node, all on 127.0.0.1; one whose {@code PATH/ready} does not answer 200, asked twice a second, gets no new ones.
 * At most 1,000 connections; one more waits.
 */
final class RoundRobin {
    private static final int MOST_CONNECTIONS = 1000;

    private final List<Node> nodes = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();
    private final ExecutorService pipes = Executors.newCachedThreadPool();
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS);

    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 3) {
            System.err.println("usage: java RoundRobin.java PORT PATH NODE-PORT...");
            System.exit(2);
        }
        var balancer = new RoundRobin();
        for (int i = 2; i < arguments.length; i++) {
            balancer.nodes.add(new Node(Integer.parseInt(arguments[i]), arguments[1]));
        }
        for (var node : balancer.nodes) {
            var watch = new Thread(node::watch);
            watch.setDaemon(true);
            watch.start();
        }
        balancer.serve(Integer.parseInt(arguments[0]));
    }

    private void serve(int port) throws Exception {
        try (var door = new ServerSocket()) {
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), MOST_CONNECTIONS);
            System.out.println("listening on " + port);
            while (true) {
                room.acquire();
                var client = door.accept();
                pipes.execute(() -> {
                    try (client) {
                        connect(client);
                    } catch (IOException gone) {
                        // one of the two has gone: both are closed
                    } finally {
                        room.release();
                    }
                });
            }
        }
    }

    /** Serves one connection to its end; closes it at once if no node takes it. */
    private void connect(Socket client) throws IOException {
        for (int tries = 0; tries < nodes.size(); tries++) {
            var node = nodes.get(Math.floorMod(next.getAndIncrement(), nodes.size()));
            if (node.ready) {
                try (var server = new Socket(InetAddress.getLoopbackAddress(), node.port)) {
                    client.setTcpNoDelay(true);
                    server.setTcpNoDelay(true);
                    var answers = pipes.submit(() -> pass(server, client));
                    pass(client, server);
                    answers.cancel(false);
                    return;
                } catch (java.net.ConnectException refused) {
                    continue;
                }
            }
        }
    }

    /** Until the end of what comes from there; then neither gets any more. */
    private static void pass(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // as good as its end
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closed) {
            // that was wanted
        }
    }

    private static final class Node {
        final int port;
        volatile boolean ready;
        private final URI readiness;

        Node(int port, String path) {
            this.port = port;
            this.readiness = URI.create("http://127.0.0.1:" + port + path + "/ready");
        }

        void watch() {
            while (true) {
                boolean answered = isReady();
                if (answered != ready) {
                    System.out.println("node " + port + (answered ? " is in" : " is out"));
                }
                ready = answered;
                try {
                    Thread.sleep(500);
                } catch (InterruptedException stop) {
                    return;
                }
            }
        }

        private boolean isReady() {
            try {
                var request = (HttpURLConnection) readiness.toURL().openConnection();
                request.setConnectTimeout(2000);
                request.setReadTimeout(2000);
                return request.getResponseCode() == 200;
            } catch (IOException down) {
                return false;
            }
        }
    }
}
