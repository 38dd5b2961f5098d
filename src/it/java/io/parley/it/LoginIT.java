package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A server for people who are logged in only, and somebody is: the other side of row B13, without which {@link AnonymousIT}
 * could not tell a refusal from a server that opens nothing at all.
 */
@ExtendWith(ArquillianExtension.class)
class LoginIT {
    @ArquillianResource
    URI server;

    @Deployment(testable = false)
    static WebArchive product() {
        Login.enable();
        return Product.archiveWithLogin(Map.of("parley.allow-anonymous", "false"));
    }

    @AfterAll
    static void end() {
        Login.disable();
    }

    @Test
    void b13_rightUser_opensByEachTransport() {
        for (var transport : new String[] {"polling", "websocket"}) {
            assertThat(opens("socket.io/", transport, Login.header(Login.USER, Login.PASSWORD)))
                    .as(transport)
                    .isTrue();
        }
    }

    @Test
    void b13_whatOpensForTheRightUser_opensForNobodyElse() {
        var opened = new TreeSet<String>();
        for (var path : AnonymousIT.paths()) {
            for (var transport : new String[] {"polling", "websocket"}) {
                for (var nobody : nobodies()) {
                    assertThat(opens(path, transport, nobody))
                            .as("%s by %s with %s", path, transport, nobody)
                            .isFalse();
                }
                if (opens(path, transport, Login.header(Login.USER, Login.PASSWORD))) {
                    opened.add(path + " by " + transport);
                }
            }
        }
        System.out.println("B13: opens when logged in: " + opened);
        assertThat(opened)
                .as("paths that lead to the server, written in several ways")
                .contains("socket.io/ by polling", "socket.io/ by websocket")
                .hasSizeGreaterThan(4);
    }

    /** Headers of clients that are not who they should be. */
    private static List<String> nobodies() {
        return List.of(
                "X-Nothing: 1",
                Login.header(Login.USER, "wrong"),
                Login.header("nobody", Login.PASSWORD),
                "Authorization: Basic",
                "Authorization: Bearer " + Login.USER,
                "X-Remote-User: " + Login.USER);
    }

    private boolean opens(String path, String transport, String header) {
        var headers = new ArrayList<>(List.of(header, "Origin: http://" + server.getHost() + ":" + server.getPort()));
        if (transport.equals("polling")) {
            headers.add("Connection: close");
        } else {
            headers.addAll(List.of(
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        }
        var target = server.getPath() + path + (path.contains("?") ? "&" : "?") + "EIO=4&transport=" + transport;
        try (var connection = HttpConnection.open(server)) {
            connection.request("GET", target, "", headers.toArray(String[]::new));
            var answer = connection.answerToUpgrade();
            return answer.status() == 101 || answer.body().contains("\"sid\"");
        }
    }
}
