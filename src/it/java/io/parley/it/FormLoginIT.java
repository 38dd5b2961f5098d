package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** A login by a form: who a socket is, with which roles, and that it ends with the login and with no other one. */
class FormLoginIT extends OnServer {
    private static final String WEB_SOCKET = "EIO=4&transport=websocket";
    private static final String POLLING = "EIO=4&transport=polling";
    private static final Pattern SID = Pattern.compile("\"sid\":\"([^\"]+)\"");

    FormLoginIT() {
        super("socket.io");
    }

    @Deployment(testable = false)
    static WebArchive product() {
        Login.enable();
        return archive();
    }

    static WebArchive archive() {
        return Product.archive(Map.of("parley.roles", "member, admin, auditor"), Login.FORM)
                .addClass(AccountServlet.class)
                .addAsResource(
                        "io/parley/it/SecuredApplication.class") // which this JVM cannot load: it lacks the product
                .addAsWebResource(
                        new StringAsset("<form action=j_security_check method=post><input name=j_username>"
                                + "<input name=j_password type=password></form>"),
                        "login.html");
    }

    @AfterAll
    static void end() {
        Login.disable();
    }

    @Test
    void withoutLogin_nothingOpens() {
        for (var header : new String[] {"X-Nothing: 1", "Cookie: JSESSIONID=0123456789ABCDEF"}) {
            assertThat(url.exchange("GET", POLLING, "", header).body()).doesNotContain("\"sid\"");
            try (var socket = WebSocketConnection.attempt(url, WEB_SOCKET, header)) {
                assertThat(socket.handshake().status()).isNotEqualTo(101);
            }
        }
    }

    @Test
    void loggedIn_userAndRolesAreOnTheSocket_byEachTransport_andAfterTheUpgrade() {
        var alice = Browser.login(server, Login.USER).cookies();
        try (var socket = join(alice, "/secured")) {
            socket.send("42/secured,1[\"who\"]");
            socket.expect("43/secured,1[\"alice\",\"admin,member\"]");
            socket.send("40/admin,");
            socket.expectText(text -> text.startsWith("40/admin,{"));
        }
        try (var socket = url.webSocket(
                WEB_SOCKET, Browser.login(server, Login.OTHER_USER).cookies())) {
            socket.expectText(text -> text.startsWith("0{"));
            socket.send("40/admin,");
            socket.expect("44/admin,{\"message\":\"only for admins\"}");
        }
        var own = open(alice);
        assertThat(url.exchange("POST", own, "40/secured,", alice).body()).isEqualTo("ok");
        assertThat(url.exchange("GET", own, "", alice).body()).startsWith("40/secured,{");
        try (var socket = url.webSocket(own.replace("polling", "websocket"), alice)) {
            socket.send("2probe");
            socket.expect("3probe");
            socket.send("5");
            socket.send("42/secured,1[\"who\"]");
            socket.expect("43/secured,1[\"alice\",\"admin,member\"]");
        }
    }

    @Test
    void b15_sidOfAnotherUser_isUnknown_alsoForAnUpgrade() {
        var alice = Browser.login(server, Login.USER).cookies();
        var bob = Browser.login(server, Login.OTHER_USER).cookies();
        var own = open(alice);
        for (var other : new String[] {bob, "X-Nothing: 1"}) {
            assertThat(url.exchange("GET", own, "", other).body()).doesNotContain("40");
            assertThat(url.exchange("POST", own, "40/secured,", other).body()).isNotEqualTo("ok");
            try (var socket = WebSocketConnection.attempt(url, own.replace("polling", "websocket"), other)) {
                assertThat(socket.handshake().status()).isNotEqualTo(101);
            }
        }
        assertThat(url.exchange("GET", own, "", bob).body())
                .isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
        assertThat(url.exchange("POST", own, "40/nowhere,", alice).body()).isEqualTo("ok");
        assertThat(url.exchange("GET", own, "", alice).body())
                .isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
    }

    @Test
    void logout_endsTheSocketsOfThatHttpSession_andNoOther() {
        var leaving = Browser.login(server, Login.USER);
        var staying = Browser.login(server, Login.USER);
        var bob = Browser.login(server, Login.OTHER_USER);
        var polling = open(leaving.cookies());
        var cookies = leaving.cookies();
        try (var hers = join(cookies, "/secured");
                var elsewhere = join(staying.cookies(), "/secured");
                var his = join(bob.cookies(), "/secured")) {
            leaving.logout();
            long loggedOut = System.nanoTime();
            hers.expect("41/secured,");
            assertThat(hers.closeCode()).isEqualTo(1008);
            var took = Duration.ofNanos(System.nanoTime() - loggedOut);
            System.out.println("closed after the logout: " + took);
            assertThat(took).isLessThan(Duration.ofSeconds(2));

            for (var other : new WebSocketConnection[] {elsewhere, his}) {
                other.send("42/secured,1[\"who\"]");
                other.expectText(text -> text.startsWith("43/secured,1["));
            }
            assertThat(url.exchange("GET", polling, "", cookies).body()).doesNotContain("40");
            assertThat(url.exchange("GET", polling, "", bob.cookies()).body())
                    .isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
        }
    }

    private WebSocketConnection join(String cookies, String namespace) {
        var socket = url.webSocket(WEB_SOCKET, cookies);
        socket.expectText(text -> text.startsWith("0{"));
        socket.send("40" + namespace + ",");
        socket.expectText(text -> text.startsWith("40" + namespace + ",{"));
        return socket;
    }

    /** The query of a new session. */
    private String open(String cookies) {
        var answer = url.exchange("GET", POLLING, "", cookies);
        var sid = SID.matcher(answer.body());
        assertThat(sid.find()).as(answer.body()).isTrue();
        return POLLING + "&sid=" + sid.group(1);
    }
}
