package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import io.parley.AuditEvent;
import io.parley.AuditEvent.Kind;
import io.parley.packet.JsonText;
import io.parley.packet.ParserLimits;
import io.parley.testing.World;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AuditLogTest {
    private static final String TIME = "{\"time\":\"2026-01-02T03:04:05Z\",\"node\":\"n1\",\"event\":";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private final World world = new World();
    private final JsonText json = new JsonText(ParserLimits.defaults());
    private final List<String> lines = new ArrayList<>();
    private final AuditLog log = new AuditLog(Map.of("node", "n1"), CLOCK, world.environment(), json, lines::add);

    @AfterEach
    void noFailures() {
        world.assertNoFailures();
    }

    private static AuditEvent refusal(String address, String session) {
        return new AuditEvent(Kind.REFUSE, "draining", null, null, address, session);
    }

    @Test
    void aLine_hasWhatIsKnown() {
        log.accept(new AuditEvent(Kind.LOGIN, "connected", "/chat", "ann", "10.0.0.1", "ba78"));
        log.accept(AuditEvent.of(Kind.ADMIN_ACTION, "drain by JMX, 60 s"));
        assertThat(lines)
                .containsExactly(
                        TIME + "\"login\",\"reason\":\"connected\",\"namespace\":\"/chat\",\"user\":\"ann\","
                                + "\"address\":\"10.0.0.1\",\"session\":\"ba78\"}",
                        TIME + "\"admin-action\",\"reason\":\"drain by JMX, 60 s\"}");
    }

    @Test
    void nothing_endsALineOrCommandsATerminal() {
        var user = "a\"\\\n\r\u0000\u001b[31m\u007f\u0085\u200e\u2028\u2029\u202e\ud800\u00e4\ud83d\ude00";
        log.accept(new AuditEvent(Kind.LOGIN, "connected", null, user, null, null));
        var line = lines.get(0);
        assertThat(line)
                .contains("\"user\":\"a\\\"\\\\\\n\\r\\u0000\\u001b[31m\\u007f\\u0085\\u200e\\u2028\\u2029\\u202e"
                        + "\\ud800\u00e4\ud83d\ude00\"");
        assertThat(json.read(line)).asInstanceOf(MAP).containsEntry("user", user);
    }

    @Test
    void longTexts_areCut() {
        log.accept(new AuditEvent(Kind.LOGIN, "connected", null, "x".repeat(10_000), null, null));
        assertThat(json.read(lines.get(0))).asInstanceOf(MAP).containsEntry("user", "x".repeat(256));
    }

    @Test
    void theSame_isWrittenOnceASecond_withHowManyWereLeftOut() {
        IntStream.range(0, 5).forEach(i -> log.accept(refusal("10.0.0.1", "s" + i)));
        log.accept(refusal("10.0.0.2", "t"));
        assertThat(lines).hasSize(2);
        world.time.advance(Duration.ofSeconds(1));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(2)).endsWith("\"address\":\"10.0.0.1\",\"session\":\"s4\",\"leftOut\":3}");

        log.accept(refusal("10.0.0.1", "u"));
        assertThat(lines).hasSize(3); // the second after the last line is not over
        world.time.advance(Duration.ofSeconds(1));
        assertThat(lines.get(3)).endsWith("\"session\":\"u\"}");
        world.time.advance(Duration.ofSeconds(1));
        assertThat(world.time.waiting()).isZero();
        log.accept(refusal("10.0.0.1", "v"));
        assertThat(lines).hasSize(5);
    }

    @Test
    void whatCanBeToldApart_isBounded() {
        IntStream.range(0, AuditLog.MOST_KEYS).forEach(i -> log.accept(refusal("address " + i, "s")));
        assertThat(lines).hasSize(AuditLog.MOST_KEYS);
        lines.clear();
        IntStream.range(0, 500).forEach(i -> log.accept(refusal("another " + i, "s")));
        log.accept(refusal("address 7", "s"));
        assertThat(lines).hasSize(1);
        world.time.advance(Duration.ofSeconds(1));
        assertThat(lines).hasSize(3);
        assertThat(lines.get(1)).contains("\"address\":\"address 7\"").doesNotContain("leftOut");
        assertThat(lines.get(2)).contains("\"address\":\"another 499\"").endsWith("\"leftOut\":498}");
        world.time.advance(Duration.ofSeconds(1));
        assertThat(world.time.waiting()).isZero();
    }

    @Test
    void linesThatWaitForASlowLog_areBounded_andCounted() {
        world.holdHandlers();
        IntStream.range(0, AuditLog.MOST_WAITING + 7).forEach(i -> log.accept(refusal("address " + i, "s")));
        world.releaseHandlers();
        assertThat(lines).hasSize(AuditLog.MOST_WAITING);
        assertThat(lines.get(0)).endsWith("\"leftOut\":7}");
        assertThat(lines.get(1)).doesNotContain("leftOut");
    }

    @Test
    void theEnd_writesWhatWasLeftOut() {
        log.accept(refusal("10.0.0.1", "s"));
        log.accept(refusal("10.0.0.1", "t"));
        log.close();
        assertThat(lines).hasSize(2);
    }
}
