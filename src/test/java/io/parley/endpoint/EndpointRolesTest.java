package io.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.EventRefusedException;
import io.parley.RecoveryOptions;
import io.parley.ServerOptions;
import io.parley.Socket;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may join, and who may send what. */
class EndpointRolesTest {
    private static final String FORBIDDEN =
            "[{\"error\":{\"code\":\"FORBIDDEN\",\"message\":\"you may not send this event\"}}]";
    private static final List<Object> HEARD = new ArrayList<>();

    @RegisterExtension
    final TestServer server = new TestServer(ServerOptions.builder()
            .recovery(new RecoveryOptions(Duration.ofMinutes(2), true, 100, 1000, 1_000_000, 5, 1000))
            .build());

    @SocketIoEndpoint
    public static class Open {
        @OnEvent("anybody")
        @PermitAll
        void anybody() {}

        @OnEvent("member")
        @RolesAllowed({"member", "admin"})
        void member() {}

        @OnEvent("user")
        @RolesAllowed("**")
        void user() {}

        @OnEvent("nobody")
        @DenyAll
        void nobody(int unread) {}

        @OnEvent("unknown")
        @RolesAllowed("nobody-has-it")
        void unknown() {}

        @OnError
        void refused(EventRefusedException refused) {
            HEARD.add(refused.code());
        }
    }

    @SocketIoEndpoint("/members")
    @RolesAllowed("member")
    public static class Members {
        @OnConnect
        void joined() {
            HEARD.add("joined");
        }

        @OnEvent("anybody")
        @PermitAll
        void anybody() {}
    }

    @SocketIoEndpoint("/members")
    @PermitAll
    public static class MembersToo {}

    @SocketIoEndpoint("/none")
    @DenyAll
    public static class Nobody {
        @Use
        void asked() {
            HEARD.add("asked");
        }
    }

    @BeforeEach
    void bind() {
        HEARD.clear();
        Endpoints.of(Set.of(Open.class, Members.class, MembersToo.class, Nobody.class))
                .bind(server.io());
    }

    private TestClient connect(Set<String> roles) {
        var client =
                TestClient.webSocket(server.io().engine(), () -> "ann", roles).send("40");
        client.take();
        return client;
    }

    private static List<String> askAll(TestClient client) {
        return client.send("420[\"anybody\"]")
                .send("421[\"member\"]")
                .send("422[\"user\"]")
                .send("423[\"nobody\",\"no number\"]")
                .send("424[\"unknown\"]")
                .take();
    }

    @Test
    void methods_eventsAreForWhoHasTheRole() {
        var anonymous = server.connectWebSocket();
        assertThat(askAll(anonymous))
                .containsExactly("430[]", "431" + FORBIDDEN, "432" + FORBIDDEN, "433" + FORBIDDEN, "434" + FORBIDDEN);
        assertThat(HEARD).hasSize(4).containsOnly("FORBIDDEN");

        assertThat(askAll(connect(Set.of("other"))))
                .containsExactly("430[]", "431" + FORBIDDEN, "432[]", "433" + FORBIDDEN, "434" + FORBIDDEN);
        assertThat(askAll(connect(Set.of("admin"))))
                .containsExactly("430[]", "431[]", "432[]", "433" + FORBIDDEN, "434" + FORBIDDEN);
    }

    @Test
    void refusedEvent_harmsNobody() {
        var client = server.connectWebSocket();
        client.send("42[\"nobody\"]");

        assertThat(client.take()).isEmpty();
        assertThat(client.send("421[\"anybody\"]").take()).containsExactly("431[]");
    }

    @Test
    void classes_onlyThoseWithTheRoleJoin() {
        var member = connect(Set.of("member"));
        assertThat(member.send("40/members,").take()).singleElement().asString().startsWith("40/members,{");
        assertThat(HEARD).containsExactly("joined");

        var other = connect(Set.of("other"));
        assertThat(other.send("40/members,").take())
                .containsExactly("44/members,{\"message\":\"forbidden\",\"data\":{\"code\":\"FORBIDDEN\"}}");
        assertThat(member.send("40/none,").take())
                .containsExactly("44/none,{\"message\":\"forbidden\",\"data\":{\"code\":\"FORBIDDEN\"}}");
        assertThat(HEARD).as("nothing was asked after that").containsExactly("joined");
        assertThat(other.send("421[\"anybody\"]").take())
                .as("the rest lives on")
                .containsExactly("431[]");
    }

    @Test
    void recovered_whoHasLostTheRole_leaves_alsoWhereMiddlewaresAreSkipped() {
        var member = TestClient.webSocket(server.io().engine(), () -> "ann", Set.of("member"));
        member.take();
        var answer = member.send("40/members,").take().get(0);
        var pid = answer.split("\"pid\":\"")[1].split("\"")[0];
        member.breakOff();

        var back = TestClient.webSocket(server.io().engine(), () -> "ann", Set.of());
        back.take();
        back.send("40/members,{\"pid\":\"" + pid + "\"}");

        assertThat(back.take()).last().isEqualTo("41/members,");
        assertThat(server.io().of("/members").sockets()).extracting(Socket::id).isEmpty();
    }

    @Test
    void roles_thatAreNamed_areAskedFor() {
        assertThat(Endpoints.of(Set.of(Open.class, Members.class)).roles())
                .containsExactly("admin", "member", "nobody-has-it");
    }

    @Test
    void annotations_areFoundInTheBytesOfAClass() {
        assertThat(ClassFile.mentions(Open.class, "jakarta.annotation.security."))
                .isTrue();
        assertThat(ClassFile.mentions(EndpointTest.Chat.class, "jakarta.annotation.security."))
                .isFalse();
    }
}
