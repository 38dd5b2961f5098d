package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.AuditEvent;
import io.parley.Socket;
import io.parley.kernel.Limit;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import io.parley.transport.JsonCall.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmitCallTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    private final EmitCall call = new EmitCall(server.io());
    private final List<Socket> sockets = new ArrayList<>();
    private TestClient ann;
    private TestClient ben;

    @BeforeEach
    void connect() {
        server.io().on("connection", sockets::add);
        ann = server.connectWebSocket();
        ben = server.connectWebSocket();
        sockets.get(0).join("a");
        sockets.get(1).join("a", "b");
    }

    private Reply take(String json) {
        return call.take("10.0.0.9", json);
    }

    @Test
    void anEvent_reachesEverybody() {
        assertThat(take("{\"event\":\"news\",\"args\":[1,\"two\",{\"three\":[null,4.5]}]}"))
                .isEqualTo(new Reply(202, "{}"));
        assertThat(ann.take()).containsExactly("42[\"news\",1,\"two\",{\"three\":[null,4.5]}]");
        assertThat(ben.take()).containsExactly("42[\"news\",1,\"two\",{\"three\":[null,4.5]}]");
    }

    @Test
    void calls_areAudited_andThoseWithoutAKey() {
        var audited = new ArrayList<AuditEvent>();
        server.io().onAudit(audited::add);
        take("{\"event\":\"secret\",\"rooms\":[\"secret\"],\"args\":[\"secret\"]}");
        call.refused("10.0.0.9", Reply.refused(401, "UNAUTHORIZED", ""));
        assertThat(audited)
                .containsExactly(
                        new AuditEvent(AuditEvent.Kind.ADMIN_ACTION, "emit by HTTP", "/", null, "10.0.0.9", null),
                        new AuditEvent(AuditEvent.Kind.REFUSE, "emit by HTTP, 401", null, null, "10.0.0.9", null));
    }

    @Test
    void roomsAndExceptions_areMinded() {
        assertThat(take("{\"namespace\":\"/\",\"rooms\":[\"a\",\"c\"],\"except\":[\"b\"],\"event\":\"news\"}")
                        .status())
                .isEqualTo(202);
        assertThat(ann.take()).containsExactly("42[\"news\"]");
        assertThat(ben.take()).isEmpty();
    }

    @Test
    void aLossyEvent_isDroppedWhereTheConnectionIsBusy() {
        ann.stall();
        sockets.get(0).emit("first");
        ann.take();
        assertThat(take("{\"event\":\"news\",\"lossy\":true}").status()).isEqualTo(202);
        ann.resume();
        assertThat(ann.take()).isEmpty();
        assertThat(ben.take()).containsExactly("42[\"news\"]");
    }

    @Test
    void anotherNamespace_isReached_andOneThatIsNone_isNotMade() {
        server.io().of("/x");
        var inX = server.openWebSocket().send("40/x,");
        inX.take();
        assertThat(take("{\"namespace\":\"/x\",\"event\":\"news\"}").status()).isEqualTo(202);
        assertThat(inX.take()).containsExactly("42/x,[\"news\"]");
        assertThat(take("{\"namespace\":\"/y\",\"event\":\"news\"}"))
                .isEqualTo(
                        new Reply(404, "{\"code\":\"UNKNOWN_NAMESPACE\",\"message\":\"there is no such namespace\"}"));
        var made = new ArrayList<String>();
        server.io().onNewNamespace(namespace -> made.add(namespace.name()));
        server.io().of("/y");
        assertThat(made).containsExactly("/y");
    }

    @Test
    void aNamespaceOnDemand_isThere_andForgottenIfNobodyIsInIt() {
        var made = new ArrayList<String>();
        server.io().of(Pattern.compile("/room-.*"));
        server.io().onNewNamespace(namespace -> made.add(namespace.name()));
        assertThat(take("{\"namespace\":\"/room-1\",\"event\":\"news\"}").status())
                .isEqualTo(202);
        assertThat(take("{\"namespace\":\"/room-1\",\"event\":\"news\"}").status())
                .isEqualTo(202);
        assertThat(made).containsExactly("/room-1", "/room-1");
        assertThat(take("{\"namespace\":\"/room-1,2\",\"event\":\"news\"}").status())
                .isEqualTo(404);
        assertThat(take("{\"namespace\":\"/room-" + "x".repeat(200) + "\",\"event\":\"news\"}")
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|INVALID_JSON|not JSON",
                "{|INVALID_JSON|not JSON",
                "{} {}|INVALID_JSON|not JSON",
                "[1]|INVALID_CALL|the body must be an object",
                "null|INVALID_CALL|the body must be an object",
                "{}|INVALID_CALL|event must be a text that is not empty",
                "{\"event\":1}|INVALID_CALL|event must be a text that is not empty",
                "{\"event\":\"\"}|INVALID_CALL|event must be a text that is not empty",
                "{\"event\":\"disconnect\"}|INVALID_CALL|event is a reserved name",
                "{\"event\":\"e\",\"args\":{}}|INVALID_CALL|args must be a list",
                "{\"event\":\"e\",\"rooms\":\"a\"}|INVALID_CALL|rooms must be a list of texts",
                "{\"event\":\"e\",\"rooms\":null}|INVALID_CALL|rooms must be a list of texts",
                "{\"event\":\"e\",\"rooms\":[1]}|INVALID_CALL|rooms must be a list of texts",
                "{\"event\":\"e\",\"rooms\":[]}|INVALID_CALL|rooms is empty: leave it out to reach everybody",
                "{\"event\":\"e\",\"except\":[null]}|INVALID_CALL|except must be a list of texts",
                "{\"event\":\"e\",\"lossy\":1}|INVALID_CALL|lossy must be true or false",
                "{\"event\":\"e\",\"namespace\":\"x\"}|INVALID_CALL|namespace must be a text that begins with a slash",
                "{\"event\":\"e\",\"room\":[\"a\"]}|INVALID_CALL|there are other fields than namespace, rooms, except, event,"
                        + " args, lossy",
            })
    void badInput_isRefused_andNobodyHears(String json, String code, String message) {
        assertThat(take(json)).isEqualTo(new Reply(400, "{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}"));
        assertThat(ann.take()).isEmpty();
    }

    @Test
    void whatIsTooMuch_isRefusedAndCounted() {
        var deep = "[".repeat(70) + "]".repeat(70);
        assertThat(take("{\"event\":\"e\",\"args\":" + deep + "}").json())
                .contains("INVALID_JSON", "nested deeper than 64");
        var keys = new StringBuilder("{\"k\":0");
        for (int i = 0; i < 10_001; i++) {
            keys.append(",\"").append(i).append("\":0");
        }
        assertThat(take("{\"event\":\"e\",\"args\":[" + keys + "}]}").json()).contains("too many keys");
        assertThat(take("{\"event\":\"e\",\"args\":[" + "9".repeat(65) + "]}").json())
                .contains("too many digits");
        var rooms = "\"r\",".repeat(1_000) + "\"r\"";
        assertThat(take("{\"event\":\"e\",\"rooms\":[" + rooms + "]}").json())
                .contains("rooms and except have more than 1000 names");
        assertThat(ann.take()).isEmpty();
        assertThat(server.io().counters())
                .containsEntry(Limit.DEPTH, 1L)
                .containsEntry(Limit.KEYS, 1L)
                .containsEntry(Limit.NUMBER, 1L);
    }

    @Test
    void deepestThatIsRead_canBeEmitted_orIsRefused() {
        for (int depth = 55; depth < 70; depth++) {
            var reply = take("{\"event\":\"e\",\"args\":[" + "[".repeat(depth) + "]".repeat(depth) + "]}");
            assertThat(reply.status()).isIn(202, 400);
            assertThat(ann.take()).hasSize(reply.status() == 202 ? 1 : 0);
        }
    }
}
