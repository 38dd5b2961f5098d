import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What it costs that a session's requests come to another node: echoes with one message in flight for each client, at the
 * node of the session and at another one in turn, both on this machine and serving the load application in one cluster.
 *
 * <pre>java bench/Relay.java OWNER-PORT OWNER-PID DOOR-PORT DOOR-PID [CLIENTS [SECONDS [ROUNDS]]]</pre>
 */
public final class Relay {
    private static final String MESSAGE = "421[\"echo\",\"hello, this is a message of fifty characters.\"]";

    public static void main(String[] args) throws Exception {
        int owner = Integer.parseInt(args[0]);
        int door = Integer.parseInt(args[2]);
        var pids = List.of(args[1], args[3]);
        int clients = args.length > 4 ? Integer.parseInt(args[4]) : 20;
        int seconds = args.length > 5 ? Integer.parseInt(args[5]) : 5;
        int rounds = args.length > 6 ? Integer.parseInt(args[6]) : 3;
        System.out.println("| transport | requests at | echoes/s | median ms | p99 ms | owner µs | door µs |");
        System.out.println("|---|---|---|---|---|---|---|");
        for (int round = 0; round <= rounds; round++) {
            for (boolean webSocket : new boolean[] {false, true}) {
                for (int at : new int[] {owner, door}) {
                    var line = measure(owner, at, webSocket, clients, seconds, pids);
                    if (round > 0) {
                        System.out.println("| " + (webSocket ? "WebSocket" : "polling") + " | "
                                + (at == owner ? "the owner" : "the other node") + line);
                    }
                }
            }
        }
    }

    private static String measure(
            int owner, int at, boolean webSocket, int clients, int seconds, List<String> pids) throws Exception {
        var pool = Executors.newFixedThreadPool(clients);
        var opened = new ArrayList<Client>();
        for (int i = 0; i < clients; i++) {
            opened.add(webSocket ? new WebSocketClient(owner, at) : new PollingClient(owner, at));
        }
        long warm = System.nanoTime() + 1_000_000_000L;
        run(pool, opened, warm);
        long[] before = {cpuMicros(pids.get(0)), cpuMicros(pids.get(1))};
        long begin = System.nanoTime();
        var times = run(pool, opened, begin + seconds * 1_000_000_000L);
        double elapsed = (System.nanoTime() - begin) / 1e9;
        long[] after = {cpuMicros(pids.get(0)), cpuMicros(pids.get(1))};
        for (var client : opened) {
            client.close();
        }
        pool.shutdown();
        Arrays.sort(times);
        return String.format(
                Locale.ROOT,
                " | %.0f | %.2f | %.2f | %.0f | %.0f |",
                times.length / elapsed,
                times[times.length / 2] / 1e6,
                times[(int) (times.length * 0.99)] / 1e6,
                (after[0] - before[0]) / (double) times.length,
                (after[1] - before[1]) / (double) times.length);
    }

    private static long[] run(ExecutorService pool, List<Client> clients, long end)
            throws Exception {
        var tasks = new ArrayList<Callable<List<Long>>>();
        for (var client : clients) {
            tasks.add(() -> {
                var times = new ArrayList<Long>();
                for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                    client.echo();
                    times.add(System.nanoTime() - start);
                }
                return times;
            });
        }
        var all = new ArrayList<Long>();
        for (var result : pool.invokeAll(tasks)) {
            all.addAll(result.get());
        }
        return all.stream().mapToLong(Long::longValue).toArray();
    }

    private static long cpuMicros(String pid) throws IOException {
        var stat = Files.readString(Path.of("/proc", pid, "stat"));
        var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 10_000;
    }

    private interface Client {
        void echo() throws IOException;

        void close() throws IOException;
    }

    /** An HTTP connection that is kept alive. */
    private static final class Http {
        final Socket socket;
        final BufferedInputStream in;

        Http(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        void send(String method, String query, String body) throws IOException {
            var bytes = body.getBytes(UTF_8);
            var head = method + " /socket.io/?EIO=4&transport=" + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + (method.equals("POST")
                            ? "Content-Type: text/plain;charset=UTF-8\r\nContent-Length: " + bytes.length + "\r\n"
                            : "")
                    + "\r\n" + body;
            socket.getOutputStream().write(head.getBytes(UTF_8));
        }

        String line() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int next = in.read(); next != '\n'; next = in.read()) {
                if (next < 0) {
                    throw new IOException("the server hung up");
                }
                line.write(next);
            }
            return line.toString(UTF_8).strip();
        }

        String answer() throws IOException {
            var status = line();
            int length = 0;
            for (var line = line(); !line.isEmpty(); line = line()) {
                if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                    length = Integer.parseInt(line.substring(15).strip());
                }
            }
            var body = new String(in.readNBytes(length), UTF_8);
            if (!status.contains(" 200 ")) {
                throw new IOException(status + " " + body);
            }
            return body;
        }
    }

    private static String open(Http http) throws IOException {
        http.send("GET", "polling", "");
        var body = http.answer();
        int start = body.indexOf("\"sid\":\"") + 7;
        var query = "polling&sid=" + body.substring(start, body.indexOf('"', start));
        http.send("POST", query, "40");
        http.answer();
        http.send("GET", query, "");
        http.answer();
        return query;
    }

    private static final class PollingClient implements Client {
        private final String query;
        private final Http posts;
        private final Http polls;

        PollingClient(int owner, int at) throws IOException {
            query = open(new Http(owner));
            posts = new Http(at);
            polls = new Http(at);
        }

        @Override
        public void echo() throws IOException {
            polls.send("GET", query, "");
            post(MESSAGE);
            for (var answer = polls.answer(); !answer.contains("43"); answer = polls.answer()) {
                if (answer.equals("2")) {
                    post("3");
                }
                polls.send("GET", query, "");
            }
        }

        private void post(String body) throws IOException {
            posts.send("POST", query, body);
            posts.answer();
        }

        @Override
        public void close() throws IOException {
            post("1");
            posts.socket.close();
            polls.socket.close();
        }
    }

    private static final class WebSocketClient implements Client {
        private final Http http;

        WebSocketClient(int owner, int at) throws IOException {
            var polling = new Http(owner);
            var query = open(polling);
            polling.send("GET", query, "");
            http = new Http(at);
            var head = "GET /socket.io/?EIO=4&transport=" + query.replace("polling", "websocket")
                    + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
            http.socket.getOutputStream().write(head.getBytes(UTF_8));
            if (!http.line().contains(" 101 ")) {
                throw new IOException("no upgrade");
            }
            while (!http.line().isEmpty()) {}
            send("2probe");
            receive();
            polling.answer();
            send("5");
            polling.socket.close();
        }

        @Override
        public void echo() throws IOException {
            send(MESSAGE);
            for (var text = receive(); !text.startsWith("43"); text = receive()) {
                if (text.equals("2")) {
                    send("3");
                }
            }
        }

        /** With a mask of zeros. */
        private void send(String text) throws IOException {
            var bytes = text.getBytes(UTF_8);
            var frame = new byte[bytes.length + 6];
            frame[0] = (byte) 0x81;
            frame[1] = (byte) (0x80 | bytes.length);
            System.arraycopy(bytes, 0, frame, 6, bytes.length);
            http.socket.getOutputStream().write(frame);
        }

        private String receive() throws IOException {
            if (http.in.read() != 0x81) {
                throw new IOException("no text");
            }
            return new String(http.in.readNBytes(http.in.read()), UTF_8);
        }

        @Override
        public void close() throws IOException {
            http.socket.close();
        }
    }
}
