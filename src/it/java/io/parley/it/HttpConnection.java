package io.parley.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A connection on which a test writes the very bytes it wants, and reads answers of HTTP/1.1. Reading gives up after
 * 20 s. Confined to one thread.
 */
final class HttpConnection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20_000;
    private static final int SILENCE_MILLIS = 2_000;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;
    private final URI server;
    private String target = "";

    private HttpConnection(URI server, Socket socket) throws IOException {
        this.server = server;
        this.socket = socket;
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        host = server.getHost() + ":" + server.getPort();
    }

    static HttpConnection open(URI server) {
        try {
            return new HttpConnection(server, new Socket(server.getHost(), server.getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same from another address of this machine. */
    static HttpConnection open(URI server, String from) {
        try {
            var address = InetAddress.getByName(from);
            return new HttpConnection(server, new Socket(server.getHost(), server.getPort(), address, 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A whole request, its length declared if it has a body. */
    void request(String method, String target, String body, String... headers) {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        var head = new ArrayList<>(List.of(headers));
        if (bytes.length > 0 || method.equals("POST")) {
            head.add("Content-Length: " + bytes.length);
        }
        head(method, target, head.toArray(String[]::new));
        write(bytes);
    }

    /** The request line and the headers only; the body is the test's. */
    void head(String method, String target, String... headers) {
        write(bytesOfHead(method, target, headers));
    }

    /** What {@link #head} writes. */
    byte[] bytesOfHead(String method, String target, String... headers) {
        this.target = target;
        var lines = new StringBuilder(method + " " + target + " HTTP/1.1\r\nHost: " + host + "\r\n");
        for (var header : headers) {
            lines.append(header).append("\r\n");
        }
        return lines.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    void write(byte[] bytes) {
        try {
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hangs up with a reset, so that the server learns it at once and what is on its way is lost. */
    void reset() {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    /** All that comes until the server hangs up or says nothing for 2 s, at most so many bytes. */
    byte[] remaining(int most) {
        var bytes = new ByteArrayOutputStream();
        try {
            socket.setSoTimeout(SILENCE_MILLIS);
            for (int b = in.read(); b >= 0 && bytes.size() < most; b = in.read()) {
                bytes.write(b);
            }
        } catch (SocketException | SocketTimeoutException end) {
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The next answer, its body read to the end. */
    HttpAnswer answer() {
        try {
            return read(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer, which has no body whatever its headers say: that to a HEAD. */
    HttpAnswer answerWithoutBody() {
        try {
            return read(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer; a 101 has no body, but frames behind it. */
    HttpAnswer answerToUpgrade() {
        try {
            in.mark(64);
            var first = new String(in.readNBytes(12), StandardCharsets.US_ASCII);
            in.reset();
            return read(!first.endsWith("101"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether something has come that was not read yet. */
    boolean isReadable() {
        try {
            return in.available() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One byte; -1 at the end of the stream. */
    int read() throws IOException {
        return in.read();
    }

    /** Exactly so many bytes. */
    byte[] read(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the server closed the connection");
        }
        return bytes;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpAnswer read(boolean withBody) throws IOException {
        var status = line().split(" ", 3);
        var headers = new HashMap<String, List<String>>();
        for (var line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        var body = withBody ? body(headers) : new byte[0];
        var answer = new HttpAnswer(Integer.parseInt(status[1]), headers, new String(body, StandardCharsets.UTF_8));
        Observed.answer(server, target, answer);
        return answer;
    }

    private byte[] body(Map<String, List<String>> headers) throws IOException {
        if (headers.containsKey("content-length")) {
            return read(Integer.parseInt(headers.get("content-length").get(0)));
        }
        if (!headers.containsKey("transfer-encoding")) {
            return headers.containsKey("connection") ? in.readAllBytes() : new byte[0];
        }
        var body = new ByteArrayOutputStream();
        for (int length = chunkLength(); length > 0; length = chunkLength()) {
            body.writeBytes(read(length));
            line();
        }
        line();
        return body.toByteArray();
    }

    private int chunkLength() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException("the server closed the connection after: " + line);
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
