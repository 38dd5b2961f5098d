package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A server for people who are logged in only, and none of them is: rows B13 and B30 of the list of bad input. */
@ExtendWith(ArquillianExtension.class)
class AnonymousIT {
    @ArquillianResource
    URI server;

    @Deployment(testable = false)
    static WebArchive product() {
        return Product.archive(Map.of("parley.allow-anonymous", "false"));
    }

    /** Ways to write the path, some of which lead to the server on some containers. */
    static List<String> paths() {
        return List.of(
                "socket.io/",
                "socket.io",
                "socket.io/;x",
                "socket.io;x/",
                "socket.io;jsessionid=x/",
                "socket.io/;x=/..;/",
                "/socket.io/",
                "//socket.io//",
                "./socket.io/",
                "%2e/socket.io/",
                "socket.io/%2e/",
                "socket.io/./",
                "socket.io/../socket.io/",
                "socket.io/%2e%2e/socket.io/",
                "socket.io/..;/socket.io/",
                "x/../socket.io/",
                "x/..;/socket.io/",
                "SOCKET.IO/",
                "Socket.io/",
                "%73ocket.io/",
                "socket%2eio/",
                "socket.io%2f",
                "socket.io%5c",
                "socket.io/%00",
                "socket.io%00/",
                "socket.io/x",
                "socket.io/x/y/",
                "socket.io/socket.io.min.js/",
                "socket.io/?x",
                "socket.io/%3b");
    }

    @ParameterizedTest
    @MethodSource("paths")
    void b13_noPath_leadsAroundTheLogin(String path) {
        for (var transport : new String[] {"polling", "websocket"}) {
            var target = server.getPath() + path + (path.contains("?") ? "&" : "?") + "EIO=4&transport=" + transport;
            try (var connection = HttpConnection.open(server)) {
                if (transport.equals("polling")) {
                    connection.request("GET", target, "", "Connection: close");
                } else {
                    connection.request(
                            "GET",
                            target,
                            "",
                            "Connection: Upgrade",
                            "Upgrade: websocket",
                            "Sec-WebSocket-Version: 13",
                            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
                }
                var answer = connection.answer();
                assertThat(answer.status()).as(target).isNotEqualTo(101);
                assertThat(answer.body()).as(target).doesNotContain("\"sid\"");
            }
        }
    }

    @Test
    void b30_theConnector_speaksNoHttp2() {
        var preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0";
        try (var connection = HttpConnection.open(server)) {
            connection.write(preface.getBytes(StandardCharsets.ISO_8859_1));
            var answer = new String(connection.remaining(1_000), StandardCharsets.ISO_8859_1);
            // in words, if at all; Open Liberty repeats the version that it was told
            assertThat(answer).matches("(?s)(HTTP/[0-9.]+ [45].*)?");
        }
        try (var connection = HttpConnection.open(server)) {
            connection.request(
                    "GET",
                    server.getPath(),
                    "",
                    "Connection: Upgrade, HTTP2-Settings",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAAP__");
            assertThat(connection.answer().status()).isNotEqualTo(101);
        }
    }
}
