package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.Fact;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and in which words: those of the reference server, plain or as the answer to an upgrade. */
class EngineErrorsIT extends OnProduct {
    @Fact({"1.2 code 0", "1.2 code 1", "1.2 code 2", "1.2 code 3", "1.2 code 5", "1.2 headers of an error"})
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET    | EIO=4                                           | 0 | Transport unknown
                    GET    | EIO=4&transport=                                | 0 | Transport unknown
                    GET    | EIO=4&transport=carrier-pigeon                  | 0 | Transport unknown
                    GET    | EIO=4&transport=webtransport                    | 0 | Transport unknown
                    GET    | EIO=4&transport=POLLING                         | 0 | Transport unknown
                    GET    | EIO=4&transport=constructor                     | 0 | Transport unknown
                    GET    | EIO=4&transport=polling&transport=x             | 0 | Transport unknown
                    POST   | EIO=4&transport=carrier-pigeon                  | 0 | Transport unknown
                    GET    | EIO=4&transport=%zz                             | 0 | Transport unknown
                    GET    | EIO=4&transport=polling&sid=                    | 1 | Session ID unknown
                    GET    | EIO=4&transport=polling&sid=x                   | 1 | Session ID unknown
                    GET    | EIO=4&transport=polling&sid=__proto__           | 1 | Session ID unknown
                    GET    | EIO=4&transport=websocket&sid=x                 | 1 | Session ID unknown
                    POST   | EIO=4&transport=polling&sid=x                   | 1 | Session ID unknown
                    DELETE | EIO=4&transport=polling&sid=x                   | 1 | Session ID unknown
                    POST   | EIO=4&transport=polling                         | 2 | Bad handshake method
                    PUT    | EIO=4&transport=polling                         | 2 | Bad handshake method
                    DELETE | EIO=4&transport=polling                         | 2 | Bad handshake method
                    OPTIONS| EIO=4&transport=polling                         | 2 | Bad handshake method
                    POST   | EIO=4&transport=websocket                       | 2 | Bad handshake method
                    GET    | EIO=4&transport=websocket                       | 3 | Bad request
                    GET    | transport=polling                               | 5 | Unsupported protocol version
                    GET    | EIO=3&transport=polling                         | 5 | Unsupported protocol version
                    GET    | EIO=5&transport=polling                         | 5 | Unsupported protocol version
                    GET    | EIO=4.0&transport=polling                       | 5 | Unsupported protocol version
                    GET    | EIO=abc&transport=polling                       | 5 | Unsupported protocol version
                    GET    | EIO=4&EIO=3&transport=polling                   | 5 | Unsupported protocol version
                    """)
    void plainRequest_thatIsRefused_getsCodeAndMessage(String method, String query, int code, String message) {
        var answer = url.exchange(method, query, "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"code\":" + code + ",\"message\":\"" + message + "\"}");
        assertThat(answer.header("content-type")).isEqualTo("application/json");
        assertThat(answer.headers()).doesNotContainKeys("cache-control", "set-cookie");
    }

    @Test
    void head_withoutSession_isRefusedWithoutABody() {
        var answer = url.exchange("HEAD", "EIO=4&transport=polling", "");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.header("content-type")).isEqualTo("application/json");
    }

    @Fact("1.2 code 3")
    @Test
    void plainRequest_whoseQueryDoesNotFitItsSession_isABadRequest() {
        var session = url.poll();
        var bad = "{\"code\":3,\"message\":\"Bad request\"}";

        for (var query : new String[] {
            "EIO=4&transport=websocket&sid=" + session.sid(),
            "EIO=3&transport=polling&sid=" + session.sid(),
            "transport=polling&sid=" + session.sid()
        }) {
            var answer = url.exchange("GET", query, "");
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.body()).as(query).isEqualTo(bad);
        }
        session.proveAlive();
    }

    @Fact({
        "1.2 error on an upgrade request",
        "1.2 code 5 on an upgrade request",
        "1.3 WebSocket for an unknown session",
        "1.3 WebSocket that says it is polling"
    })
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    EIO=4                           | Transport unknown
                    EIO=4&transport=carrier-pigeon  | Transport unknown
                    EIO=4&transport=websocket&sid=x | Session ID unknown
                    EIO=4&transport=polling         | Bad request
                    EIO=3&transport=websocket       | Unsupported protocol version
                    transport=websocket             | Unsupported protocol version
                    """)
    void upgradeRequest_thatIsRefused_getsTheBareMessage(String query, String message) {
        try (var socket = WebSocketConnection.attempt(url, query)) {
            refused(socket.handshake(), message);
        }
    }

    @Fact({"1.2 error on an upgrade request", "1.3 WebSocket that says it is polling"})
    @Test
    void upgradeRequest_whoseQueryDoesNotFitItsSession_isABadRequest() {
        var session = url.poll();

        for (var query : new String[] {
            "EIO=4&transport=polling&sid=" + session.sid(), "EIO=3&transport=websocket&sid=" + session.sid()
        }) {
            try (var socket = WebSocketConnection.attempt(url, query)) {
                refused(socket.handshake(), "Bad request");
            }
        }
        session.proveAlive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Version: 12\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: short"
            })
    void upgradeRequest_thatIsMalformed_isRefused(String headers) {
        try (var connection = HttpConnection.open(server)) {
            connection.head(
                    "GET",
                    url.target("EIO=4&transport=websocket"),
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    headers);

            refused(connection.answer(), "Bad request");
        }
    }

    @Fact({"1.2 path without the slash", "1.2 path that only begins like the endpoint"})
    @Test
    void otherPaths_areNotFound() {
        for (var path : new String[] {"socket.io?EIO=4&transport=polling", "socket.iox/?EIO=4&transport=polling"}) {
            try (var connection = HttpConnection.open(server)) {
                connection.request("GET", server.getPath() + path, "");
                assertThat(connection.answer().status()).as(path).isEqualTo(404);
            }
        }
    }

    @Fact("1.3 upgrade request on another path")
    @Test
    void upgradeRequest_onAnotherPath_isNotFound() {
        var other = new EngineUrl(server, "elsewhere.io");
        try (var socket = WebSocketConnection.attempt(other, "EIO=4&transport=websocket")) {
            assertThat(socket.handshake().status()).isEqualTo(404);
        }
    }

    @Fact("1.2 path below the endpoint")
    @Test
    void pathBelow_isTheSameEndpoint() {
        try (var connection = HttpConnection.open(server)) {
            connection.request("GET", server.getPath() + "socket.io/any/thing?EIO=4&transport=polling", "");
            assertThat(connection.answer().body()).startsWith("0{");
        }
    }

    private static void refused(HttpAnswer answer, String message) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(message);
        assertThat(answer.header("content-type")).startsWith("text/html");
        assertThat(answer.header("connection")).isEqualToIgnoringCase("close");
        assertThat(answer.headers()).doesNotContainKey("set-cookie");
    }
}
