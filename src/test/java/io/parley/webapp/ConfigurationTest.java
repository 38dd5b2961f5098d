package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.RecoveryOptions;
import io.parley.ServerOptions;
import io.parley.cluster.BusLimits;
import io.parley.engine.AllowedOrigins;
import io.parley.engine.EventRateLimit;
import io.parley.engine.TransportName;
import io.parley.packet.JsonParser;
import io.parley.packet.MsgpackParser;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
            assertThatThrownBy(() -> new Configuration(Map.of("parley.max-event-rate", wrong), NONE, NONE))
                    .hasMessageContaining("like 50/100");
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
        assertThatThrownBy(() -> new Configuration(Map.of("parley." + key, value), NONE, NONE))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(
                        "parley." + key + " = \"" + value + "\" (system property parley." + key + ") is not allowed: ");
    }

    @Test
    void unknownKey_isRefused_whereverItStands() {
        assertThatThrownBy(() -> new Configuration(Map.of("parley.ping-intervall", "1s"), NONE, NONE))
                .hasMessage("system property parley.ping-intervall = \"1s\" is no setting; did you mean"
                        + " parley.ping-interval?");
        assertThatThrownBy(() -> new Configuration(NONE, Map.of("PARLEY_PINGINTERVAL", "1s"), NONE))
                .hasMessage("environment variable PARLEY_PINGINTERVAL = \"1s\" is no setting; did you mean"
                        + " PARLEY_PING_INTERVAL?");
        assertThatThrownBy(() -> new Configuration(NONE, NONE, Map.of("parley.x", "1s")))
                .hasMessageContaining("context parameter parley.x = \"1s\" is no setting; allowed are ")
                .hasMessageContaining("parley.ping-interval, parley.ping-timeout");
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
                .hasMessageContaining("a duration from 1ms to 1h");
        assertThatThrownBy(() -> new Configuration(Map.of("parley.cluster.ring-bytes", "-1"), NONE, NONE).busLimits())
                .isInstanceOf(ConfigurationException.class);
        assertThatThrownBy(
                        () -> new Configuration(Map.of("parley.cluster.second-key", SECRET), NONE, NONE).clusterKeys())
                .hasMessage("parley.cluster.second-key is set (system property parley.cluster.second-key), but"
                        + " parley.cluster.key is not");
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
            assertThatThrownBy(() -> new Configuration(NONE, Map.of("PARLEY_EMIT_KEY", wrong), NONE))
                    .hasMessageContaining(
                            "parley.emit-key = \"…\" (environment variable PARLEY_EMIT_KEY) is not allowed:"
                                    + " 16 visible ASCII characters")
                    .hasMessageNotContaining(wrong);
        }
        assertThatThrownBy(() ->
                        new Configuration(NONE, Map.of("PARLEY_EMIT_SECOND_KEY", "open-sesame-open"), NONE).emitKeys())
                .hasMessageContaining(", but parley.emit-key is not");
    }

    @Test
    void limitsOfTheBus_areCheckedAgainstEachOther() {
        var all = new Configuration(
                        Map.of(
                                "parley.cluster.max-frame-bytes", "8192",
                                "parley.cluster.max-queued-bytes", "9000",
                                "parley.cluster.held-bytes", "7"),
                        NONE,
                        NONE)
                .busLimits();
        assertThat(all).isEqualTo(new BusLimits(8192, 9000, Duration.ofSeconds(60), 16_000_000, 7));
        var wrong = new Configuration(Map.of("parley.cluster.max-queued-bytes", "9000"), NONE, NONE);
        assertThatThrownBy(wrong::busLimits)
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "parley.cluster.*: max queue of 9000 bytes: must be at least the max frame of 16777216 bytes");
    }

    @Test
    void drainKey_isReadLikeOne_andShownNowhere() {
        assertThat(new Configuration(NONE, NONE, NONE).drainKeys()).isEmpty();
        var set = new Configuration(NONE, Map.of("PARLEY_DRAIN_KEY", "open-sesame-open"), NONE);
        assertThat(set.drainKeys()).isPresent();
        assertThat(effective(set)).containsEntry("drain-key", "… (environment variable PARLEY_DRAIN_KEY)");
        assertThatThrownBy(() -> new Configuration(NONE, Map.of("PARLEY_DRAIN_KEY", "too-short"), NONE))
                .hasMessageContaining(
                        "parley.drain-key = \"…\" (environment variable PARLEY_DRAIN_KEY) is not allowed: 16"
                                + " visible ASCII characters");
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
        assertThat(effective(set))
                .containsEntry("cluster.key", "… (environment variable PARLEY_CLUSTER_KEY)")
                .containsEntry("cluster.second-key", " (default)");
        assertThatThrownBy(() -> new Configuration(Map.of("parley.cluster.key", "short"), NONE, NONE))
                .hasMessageContaining(
                        "parley.cluster.key = \"…\" (system property parley.cluster.key) is not allowed: 16")
                .hasMessageNotContaining("short");
        assertThatThrownBy(() -> new Configuration(NONE, Map.of("PARLEY_CLUSTERKEY", SECRET), NONE))
                .hasMessage("environment variable PARLEY_CLUSTERKEY = \"…\" is no setting; did you mean"
                        + " PARLEY_CLUSTER_KEY?");
        assertThatThrownBy(() -> new Configuration(NONE, Map.of("PARLEY_MY_PASSWORD", SECRET), NONE))
                .hasMessageNotContaining(SECRET);
    }

    @Test
    void recoveryCookieAndCors_areMadeOfTheirParts() {
        var options = new Configuration(
                        Map.of(
                                "parley.recovery", "true",
                                "parley.recovery.max-disconnection", "30s",
                                "parley.recovery.max-missed-bytes", "5",
                                "parley.cookie", "io",
                                "parley.cookie.same-site", "strict",
                                "parley.cookie.secure", "true",
                                "parley.cookie.max-age", "1h",
                                "parley.cors", "https://app.example",
                                "parley.cors.credentials", "true",
                                "parley.cors.preflight-status", "200"),
                        NONE,
                        NONE)
                .serverOptions("node");
        assertThat(options.recovery())
                .contains(new RecoveryOptions(Duration.ofSeconds(30), false, 10_000, 100_000, 64_000_000, 1000, 5));
        assertThat(options.engine().cookie().orElseThrow().header("sid"))
                .isEqualTo("io=sid; Max-Age=3600; Path=/; HttpOnly; Secure; SameSite=Strict");
        var cors = options.engine().cors().orElseThrow();
        assertThat(cors.names("https://app.example")).isTrue();
        assertThat(cors.names("https://other.example")).isFalse();
        assertThat(cors.preflightStatus()).isEqualTo(200);
    }

    @Test
    void recovery_asItIsByDefault_isThatOfTheApi() {
        var on = new Configuration(Map.of("parley.recovery", "true"), NONE, NONE);
        assertThat(on.serverOptions("node").recovery()).contains(RecoveryOptions.defaults());
    }

    @ParameterizedTest
    @CsvSource({
        "cookie.secure, true, cookie",
        "cors.max-age, 1h, cors",
        "recovery.max-sessions, 5, recovery",
        "emit-second-key, 1234567890123456, emit-key",
    })
    void partOfWhatIsOff_isRefused(String key, String value, String missing) {
        assertThatThrownBy(() -> {
                    var configuration = new Configuration(Map.of("parley." + key, value), NONE, NONE);
                    configuration.serverOptions("node");
                    configuration.emitKeys();
                })
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("parley." + key + " is set (system property parley." + key + "), but parley." + missing
                        + " is not");
    }

    @Test
    void valuesThatDoNotGoTogether_areRefused() {
        var wrong = new Configuration(Map.of("parley.cors", "*", "parley.cors.credentials", "true"), NONE, NONE);
        assertThatThrownBy(() -> wrong.serverOptions("node"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("parley.cors = \"*\" (system property parley.cors) is not allowed: credentials");
    }

    @Test
    void wrongValue_ofASourceThatDoesNotDecide_isNotLookedAt() {
        var configuration = new Configuration(Map.of("parley.path", "/a"), Map.of("PARLEY_PATH", "nonsense"), NONE);
        assertThat(configuration.text(Setting.PATH)).isEqualTo("/a");
    }

    @Test
    void effectiveSettings_areTold_withTheirSource() {
        var configuration = new Configuration(
                Map.of("parley.ping-interval", "5s"),
                Map.of("PARLEY_PING_TIMEOUT", " 6s "),
                Map.of("parley.path", "/a"));
        var configured = configuration.serverOptions("node");
        var actual = configured.toBuilder()
                .clustered(false)
                .engine(engine -> engine.pingInterval(Duration.ofMillis(1500))
                        .maxSessions(7)
                        .allowedOrigins(AllowedOrigins.sameOrigin().and("https://a.example")))
                .recovery(RecoveryOptions.defaults())
                .build();
        var effective = ConfiguredOptions.effective(configuration, configured, actual);
        assertThat(effective)
                .containsOnlyKeys(Stream.of(Setting.values()).map(Setting::key).toList())
                .containsEntry("ping-interval", "1500ms (application)")
                .containsEntry("max-sessions", "7 (application)")
                .containsEntry("recovery", "true (application)")
                .containsEntry("recovery.max-disconnection", "120s (application)")
                .containsEntry("ping-timeout", "6s (environment variable PARLEY_PING_TIMEOUT)")
                .containsEntry("path", "/a (context parameter parley.path)")
                .containsEntry("allowed-origins", "https://a.example,same-origin (application)")
                .containsEntry("upgrade-timeout", "10s (default)")
                .containsEntry("ack-timeout", "none (default)")
                .containsEntry("node-name", "node (default)");
        assertThat(effective(configuration))
                .containsEntry("max-sessions", configured.engine().maxSessions() + " (default)");
    }

    /** Each in its turn, set to what it is not by default, changes one option: its own. */
    @ParameterizedTest
    @EnumSource
    void setting_changesItsOption_andNoOther(Setting setting) {
        var none = new Configuration(NONE, NONE, NONE);
        var settings = new HashMap<>(Map.of(setting.property(), other(setting)));
        var whole = setting.key().split("\\.")[0];
        var changed = Set.of(setting.key());
        switch (whole) {
            case "cookie" -> {
                settings.put("parley.cookie", "io");
                changed = Set.of("cookie");
            }
            case "cors" -> {
                settings.put("parley.cors", "https://app.example");
                changed = Set.of("cors");
            }
            case "recovery" -> {
                settings.put("parley.recovery", "true");
                changed = Stream.of(Setting.values())
                        .map(Setting::key)
                        .filter(key -> key.startsWith("recovery"))
                        .collect(Collectors.toSet());
            }
            case "require-origin" -> changed = Set.of("require-origin", "allowed-origins");
            default -> {}
        }
        var configuration = new Configuration(settings, NONE, NONE);

        var effective =
                ConfiguredOptions.effective(none, none.serverOptions("node"), configuration.serverOptions("node"));

        effective.values().removeIf(value -> !value.endsWith(" (application)"));
        if (Set.of(
                        "auto",
                        "cluster",
                        "emit-key",
                        "emit-second-key",
                        "drain-time",
                        "drain-key",
                        "audit",
                        "handlers",
                        "handler-threads")
                .contains(whole)) {
            assertThat(effective).isEmpty();
        } else {
            assertThat(effective).containsOnlyKeys(changed);
        }
    }

    /** A value that is allowed, and not the default. */
    private static String other(Setting setting) {
        return switch (setting) {
            case PATH, COOKIE_PATH -> "/other";
            case TRANSPORTS -> "polling";
            case PARSER -> "msgpack";
            case HANDLERS -> "pool";
            case MAX_EVENT_RATE -> "5/6";
            case ALLOWED_ORIGINS, CORS -> "https://chat.example";
            case COOKIE -> "name";
            case COOKIE_SAME_SITE -> "strict";
            case CORS_METHODS, CORS_ALLOWED_HEADERS, CORS_EXPOSED_HEADERS -> "X";
            case CLUSTER_HAZELCAST -> "name:a";
            case ROLES, NODE_NAME, CLUSTER_MEMBERS, CLUSTER_NAME, CLUSTER_INTERFACE -> "other";
            case CLUSTER_KEY, EMIT_KEY, DRAIN_KEY, CLUSTER_SECOND_KEY, EMIT_SECOND_KEY -> "1234567890123456";
            default -> {
                var words = setting.allowed().words();
                if (words.startsWith("true or false")) {
                    yield setting.preset().equals("true") ? "false" : "true";
                }
                yield words.startsWith("a duration")
                        ? "7s"
                        : words.contains("200 to 299") ? "201" : "77777".substring(0, digits(setting));
            }
        };
    }

    private static int digits(Setting setting) {
        for (int digits = 5; digits > 1; digits--) {
            try {
                setting.allowed().read("77777".substring(0, digits));
                return digits;
            } catch (IllegalArgumentException tooMany) {
                continue;
            }
        }
        return 1;
    }

    private static Map<String, String> effective(Configuration configuration) {
        var options = configuration.serverOptions("node");
        return ConfiguredOptions.effective(configuration, options, options);
    }

    private static AllowedOrigins origins(String value) {
        return new Configuration(Map.of("parley.allowed-origins", value), NONE, NONE)
                .serverOptions("node")
                .engine()
                .allowedOrigins();
    }
}
