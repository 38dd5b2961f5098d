package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The browser client that the server hands out: socketio-facts 2.9. CORS: see {@link ConformanceIT}. */
class ClientFilesIT extends OnProduct {
    private static final String VERSION = "\"4.8.4\"";

    private final HttpClient client = HttpClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {"socket.io.js", "socket.io.min.js", "socket.io.esm.min.js", "socket.io.msgpack.min.js"})
    void file_andItsMap_areServed_compressedIfWanted(String name) throws Exception {
        for (var file : new String[] {name, name + ".map"}) {
            var plain = get(file);
            assertThat(plain.statusCode()).as(file).isEqualTo(200);
            assertThat(header(plain, "content-type").replace(" ", "").toLowerCase())
                    .isEqualTo(
                            (file.endsWith("map") ? "application/json" : "application/javascript") + ";charset=utf-8");
            assertThat(header(plain, "cache-control")).isEqualTo("public, max-age=0");
            assertThat(header(plain, "etag")).isEqualTo(VERSION);
            assertThat(plain.body().length).isGreaterThan(10_000);
            var zipped = get(file, "Accept-Encoding", "gzip, deflate, br");
            assertThat(header(zipped, "content-encoding")).isEqualTo("gzip");
            assertThat(new GZIPInputStream(new ByteArrayInputStream(zipped.body())).readAllBytes())
                    .isEqualTo(plain.body());
            var deflated = get(file, "Accept-Encoding", "deflate");
            assertThat(new InflaterInputStream(new ByteArrayInputStream(deflated.body())).readAllBytes())
                    .isEqualTo(plain.body());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {VERSION, "W/" + VERSION})
    void whoHasTheVersion_getsABare304(String known) throws Exception {
        var answer = get("socket.io.min.js", "If-None-Match", known);
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.headers().map()).doesNotContainKeys("etag", "cache-control");
        assertThat(answer.body()).isEmpty();
        assertThat(get("socket.io.min.js", "If-None-Match", "\"4.8.3\"").statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE"})
    void anyMethod_getsTheFile(String method) throws Exception {
        var request = HttpRequest.newBuilder(uri("socket.io.js"))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(send(request).statusCode()).isEqualTo(200);
    }

    @Test
    void otherNames_areForTheEngine() throws Exception {
        for (var name : new String[] {"socket.io.slim.js", "socket.io.min.js.gz", "../WEB-INF/web.xml"}) {
            assertThat(get(name).statusCode()).as(name).isIn(400, 404);
        }
    }

    private HttpResponse<byte[]> get(String file, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(file));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI uri(String file) {
        return URI.create(server + "socket.io/" + file);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
