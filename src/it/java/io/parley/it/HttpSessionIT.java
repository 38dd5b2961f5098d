package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** A session belongs to the HTTP session in which it began: row B15 of the list of bad input, decision 0014. */
class HttpSessionIT extends OnServer {
    private static final String POLLING = "EIO=4&transport=polling";
    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

    HttpSessionIT() {
        super("socket.io");
    }

    @Deployment(testable = false)
    static WebArchive product() {
        return Product.archive().addClass(HttpSessionServlet.class);
    }

    @Test
    void b15_sidOfAnotherHttpSession_isUnknown_andItsOwnerUndisturbed() {
        var owner = httpSession();
        var own = open(owner);
        for (var other : new String[] {httpSession(), "Cookie: JSESSIONID=0123456789ABCDEF", "X-Nothing: 1"}) {
            assertUnknown(url.exchange("GET", own, "", other));
            assertUnknown(url.exchange("POST", own, "40", other));
            var upgrade = WebSocketConnection.attempt(url, own.replace("polling", "websocket"), other);
            assertThat(upgrade.handshake().status()).isEqualTo(400);
        }
        assertThat(url.exchange("POST", own, "40/nowhere,", owner).body()).isEqualTo("ok");
        assertThat(url.exchange("GET", own, "", owner).body())
                .isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void b15_sidOfAnHttpSessionThatHasEnded_isUnknown() {
        var owner = httpSession();
        var own = open(owner);
        page("?end", owner);
        assertUnknown(url.exchange("GET", own, "", owner));
    }

    @Test
    void b15_sidFromOutsideOfAnHttpSession_isNotBoundToOne() {
        var session = url.poll();
        assertThat(url.exchange("POST", session.query(), "40/nowhere,", httpSession())
                        .body())
                .isEqualTo("ok");
        session.poll();
        session.proveAlive();
    }

    private static void assertUnknown(HttpAnswer answer) {
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    private String open(String cookie) {
        var answer = url.exchange("GET", POLLING, "", cookie);
        var sid = SID.matcher(answer.body());
        assertThat(sid.find()).as(answer.body()).isTrue();
        return POLLING + "&sid=" + sid.group(1);
    }

    /** The header with the cookie of a new HTTP session. */
    private String httpSession() {
        return "Cookie: " + page("", "X-Nothing: 1").header("set-cookie").split(";")[0];
    }

    private HttpAnswer page(String query, String header) {
        try (var connection = HttpConnection.open(server)) {
            connection.request("GET", server.getPath() + "http-session" + query, "", header);
            var answer = connection.answer();
            assertThat(answer.status()).isEqualTo(200);
            return answer;
        }
    }
}
