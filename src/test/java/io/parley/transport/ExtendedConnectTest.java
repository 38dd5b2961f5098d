package io.parley.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HostPortHttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpScheme;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.http2.api.Session;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.client.HTTP2Client;
import org.eclipse.jetty.http2.frames.DataFrame;
import org.eclipse.jetty.http2.frames.HeadersFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A WebSocket as a stream of HTTP/2: RFC 8441. */
final class ExtendedConnectTest {
    private static final String WEBSOCKET = "/?EIO=4&transport=websocket";

    private final Endpoint endpoint = Endpoint.echo(options -> {});
    private final HTTP2Client client = new HTTP2Client();

    ExtendedConnectTest() throws Exception {}

    @BeforeEach
    void start() throws Exception {
        client.start();
    }

    @AfterEach
    void stop() throws Exception {
        client.stop();
        endpoint.stop();
    }

    @Test
    void connect_opensASession_thatTalks() throws Exception {
        var stream = connect(WEBSOCKET, "http://127.0.0.1");
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.frame()).startsWith("0{\"sid\":");
        stream.send("4hello");
        assertThat(stream.frame()).isEqualTo("4hello");
        assertThat(endpoint.server().size()).isEqualTo(1);
    }

    @Test
    void connect_upgradesASessionThatPolls() throws Exception {
        var sid = endpoint.open("EIO=4&transport=polling");
        var stream = connect(WEBSOCKET + "&sid=" + sid, "http://127.0.0.1");
        stream.send("2probe");
        assertThat(stream.frame()).isEqualTo("3probe");
        stream.send("5");
        stream.send("4hello");
        assertThat(stream.frame()).isEqualTo("4hello");
        assertThat(endpoint.server().size()).isEqualTo(1);
    }

    @Test
    void connect_thatIsRefused_opensNothing() throws Exception {
        assertThat(connect(WEBSOCKET, "https://evil.example").status()).isEqualTo(403);
        assertThat(connect("/?EIO=4&transport=polling", "http://127.0.0.1").status())
                .isEqualTo(400);
        assertThat(connect(WEBSOCKET + "&sid=nope", "http://127.0.0.1").status())
                .isEqualTo(400);
        assertThat(endpoint.server().size()).isZero();
    }

    /** The origin gets the port of the server. */
    private Exchange connect(String target, String origin) throws Exception {
        int port = URI.create(endpoint.url("/")).getPort();
        var session = client.connect(new InetSocketAddress("127.0.0.1", port), new Session.Listener() {})
                .get(20, TimeUnit.SECONDS);
        var headers = HttpFields.build().add("Sec-WebSocket-Version", "13").add("Origin", origin + ":" + port);
        var request = new MetaData.ConnectRequest(
                HttpScheme.HTTP,
                new HostPortHttpField("127.0.0.1", port),
                "/app/engine.io" + target,
                headers,
                "websocket");
        var exchange = new Exchange();
        exchange.stream = session.newStream(new HeadersFrame(request, null, false), exchange)
                .get(20, TimeUnit.SECONDS);
        return exchange;
    }

    /** A stream that was asked to be a WebSocket. */
    private static final class Exchange implements Stream.Listener {
        private final BlockingQueue<Integer> status = new LinkedBlockingQueue<>();
        private final BlockingQueue<Byte> received = new LinkedBlockingQueue<>();
        private Stream stream;

        int status() throws InterruptedException {
            return status.poll(20, TimeUnit.SECONDS);
        }

        /** The payload of the next frame, a short one. */
        String frame() throws InterruptedException {
            assertThat(next()).isEqualTo(0x81);
            int length = next();
            if (length == 126) {
                length = next() << 8 | next();
            }
            var payload = new ByteArrayOutputStream();
            for (int i = 0; i < length; i++) {
                payload.write(next());
            }
            return payload.toString(StandardCharsets.UTF_8);
        }

        void send(String text) throws Exception {
            var payload = text.getBytes(StandardCharsets.UTF_8);
            var frame = ByteBuffer.allocate(6 + payload.length)
                    .put((byte) 0x81)
                    .put((byte) (0x80 | payload.length))
                    .putInt(0) // a mask that changes nothing
                    .put(payload)
                    .flip();
            stream.data(new DataFrame(stream.getId(), frame, false)).get(20, TimeUnit.SECONDS);
        }

        private int next() throws InterruptedException {
            return received.poll(20, TimeUnit.SECONDS) & 0xff;
        }

        @Override
        public void onHeaders(Stream from, HeadersFrame frame) {
            status.add(((MetaData.Response) frame.getMetaData()).getStatus());
            from.demand();
        }

        @Override
        public void onDataAvailable(Stream from) {
            for (var data = from.readData(); data != null; data = from.readData()) {
                var bytes = data.frame().getByteBuffer();
                while (bytes.hasRemaining()) {
                    received.add(bytes.get());
                }
                data.release();
                if (data.frame().isEndStream()) {
                    return;
                }
            }
            from.demand();
        }
    }
}
