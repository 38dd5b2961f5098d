package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.AuditEvent;
import io.parley.testing.TestServer;
import io.parley.transport.JsonCall.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DrainCallTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<AuditEvent> heard = new ArrayList<>();
    private final DrainCall call = new DrainCall(server.io(), Duration.ZERO);

    @BeforeEach
    void listen() {
        server.io().onAudit(heard::add);
    }

    @Test
    void aCall_drainsInItsTime() {
        var client = server.connectWebSocket();
        var second = server.connectWebSocket();
        assertThat(call.take("10.0.0.9", "{\"seconds\":10}")).isEqualTo(new Reply(202, "{\"sessions\":1}"));
        assertThat(client.isClosed()).isNotEqualTo(second.isClosed());
        assertThat(server.io().isDraining()).isTrue();
        server.advance(Duration.ofSeconds(10));
        assertThat(server.io().connections()).isZero();
        assertThat(heard)
                .containsExactly(new AuditEvent(
                        AuditEvent.Kind.ADMIN_ACTION, "drain by HTTP, 10 s", null, null, "10.0.0.9", null));
    }

    @Test
    void withoutATime_thatOfTheSettingCounts() {
        server.connectWebSocket();
        server.connectWebSocket();
        new DrainCall(server.io(), Duration.ofSeconds(5)).take("10.0.0.9", "{}");
        server.advance(Duration.ofMillis(1_900));
        assertThat(server.io().connections()).isEqualTo(1);
        server.advance(Duration.ofMillis(200));
        assertThat(server.io().connections()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "10",
                "null",
                "{\"seconds\":-1}",
                "{\"seconds\":86401}",
                "{\"seconds\":1.5}",
                "{\"seconds\":\"1\"}",
                "{\"seconds\":99999999999}",
                "{\"seconds\":1,\"minutes\":1}",
                "{\"seconds\":1"
            })
    void aWrongCall_drainsNothing(String json) {
        assertThat(call.take("10.0.0.9", json).status()).isEqualTo(400);
        assertThat(server.io().isDraining()).isFalse();
        assertThat(heard).isEmpty();
    }

    @Test
    void whoHasNoKey_isAudited() {
        call.refused("10.0.0.9", Reply.refused(401, "UNAUTHORIZED", ""));
        assertThat(heard)
                .containsExactly(
                        new AuditEvent(AuditEvent.Kind.REFUSE, "drain by HTTP, 401", null, null, "10.0.0.9", null));
    }
}
