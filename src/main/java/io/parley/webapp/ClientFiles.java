package io.parley.webapp;

import io.parley.engine.Cors;
import io.parley.kernel.Bytes;
import io.parley.transport.ContentCoding;
import io.parley.transport.CrossOrigin;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Serves the official client, as the reference does: {@code /socket.io/socket.io.min.js} and its like. */
final class ClientFiles extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final String FOLDER = "/META-INF/parley/client/";
    private static final Pattern VERSION = Pattern.compile("Socket\\.IO v(\\d+\\.\\d+\\.\\d+)");

    private final String etag = "\"" + version() + "\"";
    private final transient Optional<Cors> cors;
    /** What has been asked for compressed: at most all the files in each coding, some 3 MB. */
    private final transient Map<Compressed, Bytes> compressed = new ConcurrentHashMap<>();

    /** @param cors for pages of other origins that load the client as a module, or its maps */
    ClientFiles(Optional<Cors> cors) {
        this.cors = cors;
    }

    /** The names of the files, of which each has a map. */
    static List<String> names() {
        var names = new ArrayList<String>();
        for (var name :
                List.of("socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js")) {
            names.add(name);
            names.add(name + ".map");
        }
        return names;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (cors.isPresent() && CrossOrigin.answer(cors.get(), request, response)) {
            return;
        }
        var path = request.getServletPath();
        try (var file = ClientFiles.class.getResourceAsStream(FOLDER + path.substring(path.lastIndexOf('/') + 1))) {
            if (file == null) {
                response.setStatus(HttpServletResponse.SC_NOT_FOUND);
                return;
            }
            var known = request.getHeader("If-None-Match");
            if (etag.equals(known) || ("W/" + etag).equals(known)) {
                response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
                return;
            }
            boolean map = path.endsWith(".map");
            response.setContentType((map ? "application/json" : "application/javascript") + "; charset=utf-8");
            response.setHeader("Cache-Control", "public, max-age=0");
            response.setHeader("ETag", etag);
            response.setHeader("Vary", "Accept-Encoding");
            var accepted = ContentCoding.acceptedIn(request.getHeader("Accept-Encoding"));
            if (accepted.isPresent()) {
                var coding = accepted.get();
                response.setHeader("Content-Encoding", coding.toString());
                var body = compressed.computeIfAbsent(new Compressed(path, coding), one -> compress(coding, file));
                body.writeTo(response.getOutputStream(), 0, body.size());
            } else {
                file.transferTo(response.getOutputStream());
            }
        }
    }

    private static Bytes compress(ContentCoding coding, InputStream file) {
        try {
            return coding.compress(Bytes.owned(file.readAllBytes()));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The version of the client, from the first line of its files. */
    private static String version() {
        try (var file = ClientFiles.class.getResourceAsStream(FOLDER + "socket.io.min.js")) {
            if (file == null) {
                return "none";
            }
            var matcher = VERSION.matcher(new String(file.readNBytes(200), StandardCharsets.UTF_8));
            return matcher.find() ? matcher.group(1) : "unknown";
        } catch (IOException unreadable) {
            return "unknown";
        }
    }

    private record Compressed(String path, ContentCoding coding) {}
}
