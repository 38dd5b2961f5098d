package floor;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Long-polling, without upgrade. */
@WebServlet(urlPatterns = "/socket.io/*", asyncSupported = true)
public class Polling extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final String SEPARATOR = "\u001e";

    private static final Map<String, Poller> POLLERS = new ConcurrentHashMap<>();

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var sid = request.getParameter("sid");
        if (sid == null) {
            sid = UUID.randomUUID().toString();
            POLLERS.put(sid, new Poller());
            respond(response, Connection.handshake(sid));
            return;
        }
        var poller = POLLERS.get(sid);
        if (poller == null) {
            response.setStatus(400);
        } else {
            poller.poll(request, response);
        }
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var sid = request.getParameter("sid");
        var poller = POLLERS.get(sid);
        var body = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        for (var packet : body.split(SEPARATOR)) {
            if (packet.equals("1")) {
                POLLERS.remove(sid);
                poller.closed();
                poller.text("6");
            } else if (packet.startsWith("4")) {
                poller.received(packet);
            }
        }
        respond(response, "ok");
    }

    private static void respond(HttpServletResponse response, String body) throws IOException {
        var bytes = body.getBytes(StandardCharsets.UTF_8);
        response.setContentType("text/plain;charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private static final class Poller extends Connection {
        private final StringBuilder out = new StringBuilder();
        private AsyncContext waiting;

        @Override
        public void text(String text) {
            AsyncContext poll;
            String body;
            synchronized (this) {
                out.append(out.length() > 0 ? SEPARATOR : "").append(text);
                if (waiting == null) {
                    return;
                }
                poll = waiting;
                waiting = null;
                body = take();
            }
            try {
                respond((HttpServletResponse) poll.getResponse(), body);
            } catch (IOException e) {
                closed();
            }
            poll.complete();
        }

        private String take() {
            var body = out.toString();
            out.setLength(0);
            return body;
        }

        void poll(HttpServletRequest request, HttpServletResponse response) throws IOException {
            String body;
            synchronized (this) {
                if (out.length() == 0) {
                    waiting = request.startAsync();
                    waiting.setTimeout(0);
                    return;
                }
                body = take();
            }
            respond(response, body);
        }

        @Override
        public void binary(ByteBuffer bytes) {}
    }
}
