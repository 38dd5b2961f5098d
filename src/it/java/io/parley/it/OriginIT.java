package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.Fact;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect by where it comes from, with the settings as they are: rows B01 to B03 of the list of bad input. */
class OriginIT extends OnProduct {
    private static final String POLLING = "EIO=4&transport=polling";
    private static final String WEBSOCKET = "EIO=4&transport=websocket";
    private static final String COOKIE = "Cookie: JSESSIONID=0000abcdef; LtpaToken2=abc";

    @RegisterExtension
    static final OutsideCheck CHECK = new OutsideCheck();

    @Fact("1.2 code 4")
    @Test
    void b01_foreignOrigins_areRefusedBeforeThereIsASession() {
        for (var origin : foreign()) {
            for (var method : new String[] {"GET", "POST", "OPTIONS"}) {
                var answer = url.exchange(method, POLLING, "", origin);
                assertThat(answer.status())
                        .as("%s with %s", method, List.of(origin))
                        .isEqualTo(403);
                assertThat(answer.body()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
                assertThat(answer.headers().keySet())
                        .noneMatch(name -> name.startsWith("access-control"))
                        .doesNotContain("set-cookie");
            }
        }
        Bystander.isServed(url);
    }

    @Test
    void b01_foreignOrigins_doNotReachASessionThatLives() {
        var session = url.poll();
        session.send("40/nowhere,");
        for (var origin : foreign()) {
            assertThat(session.post("1", origin).status()).isEqualTo(403);
            assertThat(url.exchange("GET", session.query(), "", origin).status())
                    .isEqualTo(403);
        }
        assertThat(session.poll()).isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
        session.proveAlive();
    }

    @Test
    void b01_ownOrigin_isServed() {
        assertThat(url.exchange("GET", POLLING, "", "Origin: " + own()).body()).startsWith("0{");
        assertThat(url.exchange("GET", POLLING, "", "Origin: " + own(), "Sec-Fetch-Site: same-origin")
                        .body())
                .startsWith("0{");
        assertThat(url.exchange("GET", POLLING, "", "Sec-Fetch-Site: same-origin", COOKIE)
                        .body())
                .startsWith("0{");
        try (var socket = url.webSocket(WEBSOCKET, "Origin: " + own(), COOKIE)) {
            socket.expectText(text -> text.startsWith("0{"));
            socket.proveAlive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chat.example", "chat.example:8080", "10.1.2.3:81", "[::1]", "[2001:db8::1]:8080"})
    void b01_ownOrigin_isThatWhichTheRequestWasMadeTo(String host) {
        assertThat(statusAt(host, "http://" + host)).isEqualTo(200);
        for (var other : new String[] {"https://" + host, "http://" + host + "1", own()}) {
            assertThat(statusAt(host, other)).as(other).isEqualTo(403);
        }
    }

    @Test
    void b01_requestThatSaysItIsCrossSite_isRefused() {
        for (var site : new String[] {"cross-site", "same-site"}) {
            assertThat(url.exchange("GET", POLLING, "", "Sec-Fetch-Site: " + site, COOKIE)
                            .status())
                    .isEqualTo(403);
            try (var socket = WebSocketConnection.attempt(url, WEBSOCKET, "Sec-Fetch-Site: " + site, COOKIE)) {
                assertThat(socket.handshake().status()).isEqualTo(403);
            }
        }
    }

    @Test
    void b03_upgradeFromAForeignPage_isRefused_cookieOrNot() {
        var session = url.poll();
        for (var origin : foreign()) {
            for (var query : new String[] {WEBSOCKET, WEBSOCKET + "&sid=" + session.sid()}) {
                var headers = new ArrayList<>(List.of(origin));
                headers.add(COOKIE);
                try (var socket = WebSocketConnection.attempt(url, query, headers.toArray(String[]::new))) {
                    assertThat(socket.handshake().status())
                            .as(headers.toString())
                            .isEqualTo(403);
                    assertThat(socket.handshake().body()).isEqualTo("Forbidden");
                }
            }
        }
        session.proveAlive();
    }

    private String own() {
        return "http://" + server.getHost() + ":" + server.getPort();
    }

    /** What is not the origin of the server, though it may look like it. */
    private List<String[]> foreign() {
        var host = server.getHost();
        int port = server.getPort();
        var origins = new ArrayList<String[]>();
        for (var origin : List.of(
                "https://evil.example",
                "null",
                "*",
                "",
                "http://" + host + ".evil.example:" + port,
                "http://evil" + host + ":" + port,
                "http://" + host + ":" + (port - 1),
                "http://" + host,
                "https://" + host + ":" + port,
                "ws://" + host + ":" + port,
                "http://user@" + host + ":" + port,
                "http://" + host + ":" + port + "@evil.example",
                "http://" + host + ".:" + port,
                own().toUpperCase(Locale.ROOT),
                "http://[::1]:" + port,
                "http://[::ffff:127.0.0.1]:" + port,
                own() + "/",
                own() + "`",
                own() + "$",
                own() + ", https://evil.example",
                own() + " https://evil.example")) {
            origins.add(new String[] {"Origin: " + origin});
        }
        origins.add(new String[] {"Origin: " + own(), "Origin: https://evil.example"});
        origins.add(new String[] {"Origin: https://evil.example", "Origin: " + own()});
        origins.add(new String[] {"Origin: " + own(), "Origin: " + own()});
        return origins;
    }

    private int statusAt(String host, String origin) {
        try (var connection = HttpConnection.open(server)) {
            connection.write(
                    ("GET " + url.target(POLLING) + " HTTP/1.1\r\nHost: " + host + "\r\nOrigin: " + origin + "\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = connection.answer();
            Observed.answer(server, url.target(POLLING), answer);
            return answer.status();
        }
    }
}
