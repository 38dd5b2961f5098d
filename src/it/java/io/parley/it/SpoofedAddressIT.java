package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Headers by which clients pretend to be somebody else: row B26 of the list of bad input. */
class SpoofedAddressIT extends OnConformanceApp {
    @RegisterExtension
    static final OutsideCheck CHECK = new OutsideCheck();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 10.66.66.66",
                "X-Forwarded-For: 10.66.66.66, 127.0.0.1",
                "X-Real-IP: 10.66.66.66",
                "Forwarded: for=10.66.66.66;proto=https;host=evil.example",
                "X-Client-IP: 10.66.66.66",
                "True-Client-IP: 10.66.66.66",
                "$WSRA: 10.66.66.66",
                "$WSRH: 10.66.66.66",
                "$WSIS: true",
                "X-Forwarded-Proto: https"
            })
    void b26_headers_changeNothing(String header) {
        var who = whoAmI("{}", header);

        assertThat(who).contains("\"address\":\"127.0.0.1\"").contains("\"secure\":false");
    }

    @Test
    void b26_headersInTheAuthData_areNoHeaders() {
        var who = whoAmI("{\"headers\":{\"x-root\":\"1\"},\"x-root\":\"1\"}", "X-Mine: 1");

        var headers = Pattern.compile("\"headers\":\\{[^}]*\"x-mine\"[^}]*}").matcher(who);
        assertThat(headers.find()).isTrue();
        assertThat(headers.group()).doesNotContain("x-root");
    }

    /** What the application sees of a client that opened its session with this header. */
    private String whoAmI(String auth, String header) {
        try (var socket = new EngineUrl(server).webSocket("EIO=4&transport=websocket", header)) {
            socket.send("40/kit," + auth);
            socket.send("42/kit,0[\"whoami\"]");
            var answer = socket.message().text();
            while (!answer.startsWith("43/kit,0")) {
                answer = socket.message().text();
            }
            return answer;
        }
    }
}
