package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ServerOptions;
import io.parley.cluster.BusLimits;
import io.parley.engine.AllowedOrigins;
import io.parley.engine.EventRateLimit;
import io.parley.engine.TransportName;
import io.parley.packet.JsonParser;
import io.parley.packet.MsgpackParser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTest {
    private static final Map<String, String> NONE = Map.of();
    private static final String SECRET = "open, sesame, open!";

    @Test
    void boundsThatAreSet_areInTheOptions_andOthersAreNot() {
        var none = new Configuration(Map.of(), Map.of(), Map.of())
                .serverOptions("n")
                .engine();
        assertThat(none.maxEventRate()).isEmpty();
        assertThat(none.maxSessionsPerAddress()).isEmpty();
        var set = new Configuration(
                        Map.of(
                                "parley.max-sessions", "7",
                                "parley.max-sessions-per-address", "3",
                                "parley.max-event-rate", "50/100"),
                        Map.of(),
                        Map.of())
                .serverOptions("n")
                .engine();
        assertThat(set.maxSessions()).isEqualTo(7);
        assertThat(set.maxSessionsPerAddress()).hasValue(3);
        assertThat(set.maxEventRate()).contains(new EventRateLimit(50, 100));
        for (var wrong : List.of("50", "0/5", "5/-1", "a/b", "99999999/1")) {
            var configuration = new Configuration(Map.of("parley.max-event-rate", wrong), Map.of(), Map.of());
            assertThatThrownBy(() -> configuration.serverOptions("n")).hasMessageContaining("like 50/100");
        }
    }

    @Test
    void nothingSet_givesTheDefaults() {
        var configuration = new Configuration(NONE, NONE, NONE);
        assertThat(configuration.serverOptions(""))
                .usingRecursiveComparison()
                .ignoringFields("parser", "clustered")
                .isEqualTo(ServerOptions.defaults());
        assertThat(configuration.members()).isEmpty();
    }

    @Test
    void servers_areClustered_ifThereIsACluster() {
        var alone = new Configuration(NONE, NONE, NONE);
        assertThat(alone.serverOptions("").clustered()).isFalse();
        for (var setting : List.of("parley.cluster.members", "parley.cluster.hazelcast")) {
            var member = new Configuration(Map.of(setting, "name:a"), NONE, NONE);
            assertThat(member.serverOptions("").clustered()).isTrue();
        }
    }

    @Test
    void property_comesBeforeVariable_andThatBeforeParameter() {
        var parameters = Map.of(
                "parley.ping-interval",
                "1s",
                "parley.ping-timeout",
                "1s",
                "parley.upgrade-timeout",
                "1s",
                "other",
                "x");
        var variables = Map.of("PARLEY_PING_INTERVAL", "2s", "PARLEY_PING_TIMEOUT", "2s", "PATH", "/bin");
        var properties = Map.of("parley.ping-interval", "300ms", "java.home", "x");
        var engine = new Configuration(properties, variables, parameters)
                .serverOptions("node")
                .engine();
        assertThat(engine.pingInterval()).isEqualTo(Duration.ofMillis(300));
        assertThat(engine.pingTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(engine.upgradeTimeout()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void lists_areRead() {
        var properties = Map.of(
                "parley.transports", "websocket", "parley.cluster.members", " a:1 , b:2 ", "parley.path", "/rt/io");
        var configuration = new Configuration(properties, NONE, NONE);
        assertThat(configuration.serverOptions("node").engine().transports()).containsExactly(TransportName.WEBSOCKET);
        assertThat(configuration.serverOptions("node").path()).isEqualTo("/rt/io");
        assertThat(configuration.members()).containsExactly("a:1", "b:2");
    }

    @Test
    void roles_areRead() {
        assertThat(roles("")).isEmpty();
        assertThat(roles(" admin , reader,, admin")).containsExactlyInAnyOrder("admin", "reader");
        var tooMany = IntStream.range(0, 101).mapToObj(i -> "r" + i).collect(Collectors.joining(","));
        for (var wrong : List.of(tooMany, "x".repeat(257))) {
            assertThatThrownBy(() -> roles(wrong))
                    .hasMessageContaining("parley.roles")
                    .hasMessageContaining("100 at most");
        }
    }

    private static Set<String> roles(String value) {
        return new Configuration(Map.of("parley.roles", value), NONE, NONE)
                .serverOptions("node")
                .roles();
    }

    @Test
    void flags_areRead() {
        var configuration =
                new Configuration(Map.of("parley.serve-client", "false"), Map.of("PARLEY_ALLOW_EIO3", "true"), NONE);
        assertThat(configuration.serverOptions("node").serveClient()).isFalse();
        assertThat(configuration.serverOptions("node").engine().allowEIO3()).isTrue();
    }

    @Test
    void parser_isTheOneNamed() {
        assertThat(new Configuration(NONE, NONE, NONE).serverOptions("node").newParser())
                .isInstanceOf(JsonParser.class);
        assertThat(new Configuration(Map.of("parley.parser", "msgpack"), NONE, NONE)
                        .serverOptions("node")
                        .newParser())
                .isInstanceOf(MsgpackParser.class);
    }

    @Test
    void origins_areRead() {
        var all = origins("*");
        assertThat(all.isAny()).isTrue();
        var some = origins(" same-origin, https://chat.example ,http://[::1]:8080");
        assertThat(some.isAny()).isFalse();
        assertThat(some.isRequiredForCredentials()).isFalse();
        for (var origin : new String[] {"http://here", "https://chat.example", "http://[::1]:8080"}) {
            assertThat(some.accepts(origin, "http://here")).isTrue();
        }
        assertThat(origins("https://chat.example").accepts("http://here", "http://here"))
                .isFalse();
        var strict = new Configuration(Map.of("parley.require-origin", "true"), NONE, NONE);
        assertThat(strict.serverOptions("node").engine().allowedOrigins().isRequiredForCredentials())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "ping-interval, 25",
        "ping-interval, 0s",
        "ping-interval, 25h",
        "ping-timeout, soon",
        "ping-timeout, -1s",
        "max-payload, 12",
        "max-payload, many",
        "max-queued-events, 0",
        "transports, telepathy",
        "parser, xml",
        "parser, JSON",
        "path, socket.io",
        "path, /socket.io/",
        "serve-client, perhaps",
        "allow-eio3, 1",
        "allowed-origins, ''",
        "allowed-origins, chat.example",
        "allowed-origins, https://chat.example/",
        "allowed-origins, https://Chat.example",
        "allowed-origins, https://chat.example:443",
        "allowed-origins, 'same-origin,*'",
        "allowed-origins, 'same-origin,'",
        "allowed-origins, 'null'",
        "require-origin, yes",
    })
    void wrongValue_isRefused_withKeyValueAndWhatIsAllowed(String key, String value) {
        var configuration = new Configuration(Map.of("parley." + key, value), NONE, NONE);
        assertThatThrownBy(() -> configuration.serverOptions("node"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("parley." + key)
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining("is not allowed: ");
    }

    @Test
    void unknownKey_isRefused_whereverItStands() {
        assertThatThrownBy(() -> new Configuration(Map.of("parley.ping-intervall", "1s"), NONE, NONE))
                .hasMessageContaining("system property parley.ping-intervall = \"1s\" is no setting; allowed are ")
                .hasMessageContaining("parley.ping-interval");
        assertThatThrownBy(() -> new Configuration(NONE, Map.of("PARLEY_PINGINTERVAL", "1s"), NONE))
                .hasMessageContaining("environment variable PARLEY_PINGINTERVAL");
        assertThatThrownBy(() -> new Configuration(NONE, NONE, Map.of("parley.x", "1s")))
                .hasMessageContaining("context parameter parley.x");
    }

    @Test
    void busLimitsAndKeys_areRead() {
        var none = new Configuration(NONE, NONE, NONE);
        assertThat(none.busLimits()).isEqualTo(BusLimits.defaults());
        assertThat(none.clusterKeys().isEmpty()).isTrue();
        var set = new Configuration(
                Map.of("parley.cluster.ring-time", "5m", "parley.cluster.ring-bytes", "1000"),
                Map.of("PARLEY_CLUSTER_KEY", SECRET, "PARLEY_CLUSTER_SECOND_KEY", SECRET + "2"),
                NONE);
        assertThat(set.busLimits()).isEqualTo(BusLimits.defaults().withRing(Duration.ofMinutes(5), 1000));
        assertThat(set.clusterKeys()).hasToString("FrameKeys[2]");
        assertThatThrownBy(() -> new Configuration(Map.of("parley.cluster.ring-time", "61m"), NONE, NONE).busLimits())
                .hasMessageContaining("like 60s or 5m");
        assertThatThrownBy(() -> new Configuration(Map.of("parley.cluster.ring-bytes", "-1"), NONE, NONE).busLimits())
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(
                        () -> new Configuration(Map.of("parley.cluster.second-key", SECRET), NONE, NONE).clusterKeys())
                .hasMessage("parley.cluster.second-key is set, but parley.cluster.key is not");
    }

    @Test
    void drainTime_isRead_andBounded() {
        assertThat(new Configuration(NONE, NONE, NONE).drainTime()).isZero();
        assertThat(new Configuration(Map.of("parley.drain-time", "10m"), NONE, NONE).drainTime())
                .isEqualTo(Duration.ofMinutes(10));
        assertThatThrownBy(() -> new Configuration(Map.of("parley.drain-time", "11m"), NONE, NONE).drainTime())
                .hasMessageContaining("a duration from 0s to 10m");
    }

    @Test
    void emitKeys_areRead_andAreOfWhatAHeaderHolds() {
        assertThat(new Configuration(NONE, NONE, NONE).emitKeys()).isEmpty();
        assertThat(new Configuration(NONE, Map.of("PARLEY_EMIT_KEY", "open-sesame-open"), NONE).emitKeys())
                .isPresent();
        for (var wrong : List.of("too-short", "with blanks in it, long", "not-ascii-öäüöäüöäü")) {
            var set = new Configuration(NONE, Map.of("PARLEY_EMIT_KEY", wrong), NONE);
            assertThatThrownBy(set::emitKeys)
                    .hasMessageContaining("parley.emit-key = \"…\" is not allowed: 16 visible ASCII characters")
                    .hasMessageNotContaining(wrong);
        }
        assertThatThrownBy(() -> new Configuration(NONE, Map.of("PARLEY_EMIT_SECOND_KEY", SECRET), NONE).emitKeys())
                .hasMessage("parley.emit-second-key is set, but parley.emit-key is not");
    }

    @Test
    void drainKey_isReadLikeOne_andShownNowhere() {
        assertThat(new Configuration(NONE, NONE, NONE).drainKeys()).isEmpty();
        var set = new Configuration(NONE, Map.of("PARLEY_DRAIN_KEY", SECRET), NONE);
        assertThat(set.drainKeys()).isPresent();
        assertThat(set).hasToString("{drain-key=… (environment variable)}");
        assertThatThrownBy(() -> new Configuration(NONE, Map.of("PARLEY_DRAIN_KEY", "too-short"), NONE).drainKeys())
                .hasMessageContaining("parley.drain-key = \"…\" is not allowed: 16 visible ASCII characters");
    }

    @Test
    void theAuditLog_isOn_unlessItIsSwitchedOff() {
        assertThat(new Configuration(NONE, NONE, NONE).audit()).isTrue();
        assertThat(new Configuration(NONE, Map.of("PARLEY_AUDIT", "false"), NONE).audit())
                .isFalse();
    }

    @Test
    void keys_areShownNowhere() {
        var set = new Configuration(NONE, Map.of("PARLEY_CLUSTER_KEY", SECRET), NONE);
        assertThat(set).hasToString("{cluster.key=… (environment variable)}");
        assertThatThrownBy(() -> new Configuration(Map.of("parley.cluster.key", "short"), NONE, NONE).clusterKeys())
                .hasMessageContaining("parley.cluster.key = \"…\" is not allowed: 16 characters")
                .hasMessageNotContaining("short");
        assertThatThrownBy(() -> new Configuration(NONE, Map.of("PARLEY_CLUSTERKEY", SECRET), NONE))
                .hasMessageContaining("PARLEY_CLUSTERKEY = \"…\" is no setting")
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void effectiveSettings_areTold_withTheirSource() {
        var configuration = new Configuration(Map.of("parley.ping-interval", "5s"), NONE, NONE);
        assertThat(configuration).hasToString("{ping-interval=5s (system property)}");
    }

    private static AllowedOrigins origins(String value) {
        return new Configuration(Map.of("parley.allowed-origins", value), NONE, NONE)
                .serverOptions("node")
                .engine()
                .allowedOrigins();
    }
}
