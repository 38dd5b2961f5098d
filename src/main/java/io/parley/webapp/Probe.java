package io.parley.webapp;

import io.parley.SocketIoServer;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Supplier;

/** Answers a load balancer, 200 or 503 and a word. It tells nothing that a handshake would not tell, too. */
final class Probe extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Supplier<Answer> answer;

    private Probe(Supplier<Answer> answer) {
        this.answer = answer;
    }

    /** Whether the server answers at all. */
    static Probe live() {
        return new Probe(() -> Answer.LIVE);
    }

    /** Whether new clients may come. */
    static Probe ready(SocketIoServer io) {
        return new Probe(() -> {
            if (!io.isDraining()) {
                return Answer.READY;
            }
            return io.connections() == 0 ? Answer.DRAINED : Answer.DRAINING;
        });
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        var given = answer.get();
        response.setStatus(given.status);
        response.setContentType("text/plain");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("Cache-Control", "no-store");
        response.getWriter().write(given.word);
    }

    /** What HAProxy asks with unless it is told to use another method. */
    @Override
    protected void doOptions(HttpServletRequest request, HttpServletResponse response) throws IOException {
        doGet(request, response);
    }

    private enum Answer {
        LIVE("live\n", HttpServletResponse.SC_OK),
        READY("ready\n", HttpServletResponse.SC_OK),
        DRAINING("draining\n", HttpServletResponse.SC_SERVICE_UNAVAILABLE),
        DRAINED("drained\n", HttpServletResponse.SC_SERVICE_UNAVAILABLE);

        private final String word;
        private final int status;

        Answer(String word, int status) {
            this.word = word;
            this.status = status;
        }
    }
}
