package io.parley.webapp;

import io.parley.ServerOptions;
import io.parley.cluster.BusLimits;
import io.parley.cluster.FrameKeys;
import io.parley.engine.AllowedOrigins;
import io.parley.engine.EngineOptions;
import io.parley.engine.TransportName;
import io.parley.packet.JsonParser;
import io.parley.packet.MsgpackParser;
import io.parley.packet.Parser;
import io.parley.packet.ParserLimits;
import io.parley.transport.BearerKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The operator's settings: a system property {@code parley.ping-interval} comes before the environment variable
 * {@code PARLEY_PING_INTERVAL}, and that before the context parameter {@code parley.ping-interval}. A key that starts
 * so and is none of {@link Setting}, or a value that is not allowed, is an error.
 */
final class Configuration {
    private static final Pattern RATE = Pattern.compile("([1-9]\\d{0,6})/([1-9]\\d{0,6})");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

    /**
     * @param parameters context parameters
     * @throws ConfigurationException if a key is unknown
     */
    Configuration(Map<String, String> properties, Map<String, String> environment, Map<String, String> parameters) {
        read("context parameter", parameters, "parley.", Setting::ofProperty);
        read("environment variable", environment, "PARLEY_", Setting::ofVariable);
        read("system property", properties, "parley.", Setting::ofProperty);
    }

    /**
     * The options of the server.
     *
     * @param nodeName when none is set
     * @throws ConfigurationException if a value is not allowed
     */
    ServerOptions serverOptions(String nodeName) {
        return ServerOptions.builder()
                .nodeName(nodeName(nodeName))
                .clustered(namesCluster())
                .roles(roles())
                .path(path())
                .serveClient(flag(Setting.SERVE_CLIENT))
                .connectTimeout(duration(Setting.CONNECT_TIMEOUT))
                .parser(parser())
                .engine(engine -> engine.pingInterval(duration(Setting.PING_INTERVAL))
                        .pingTimeout(duration(Setting.PING_TIMEOUT))
                        .upgradeTimeout(duration(Setting.UPGRADE_TIMEOUT))
                        .writeTimeout(duration(Setting.WRITE_TIMEOUT))
                        .postTimeout(duration(Setting.POST_TIMEOUT))
                        .messageTimeout(duration(Setting.MESSAGE_TIMEOUT))
                        .maxPayloadBytes(number(Setting.MAX_PAYLOAD, 1000, 100_000_000))
                        .maxQueuedBytes(number(Setting.MAX_QUEUED_BYTES, 1000, 1_000_000_000))
                        .maxQueuedEvents(number(Setting.MAX_QUEUED_EVENTS, 1, 1_000_000))
                        .transports(transports())
                        .allowedOrigins(allowedOrigins())
                        .allowEIO3(flag(Setting.ALLOW_EIO3))
                        .allowAnonymous(flag(Setting.ALLOW_ANONYMOUS)))
                .engine(this::bounds)
                .build();
    }

    /** The names that are checked by the builder are checked here, to name the setting. */
    private Set<String> roles() {
        var roles = names(Setting.ROLES);
        try {
            ServerOptions.builder().roles(Set.copyOf(roles));
        } catch (IllegalArgumentException wrong) {
            throw bad(Setting.ROLES);
        }
        return Set.copyOf(roles);
    }

    private List<String> names(Setting setting) {
        return Pattern.compile(",")
                .splitAsStream(text(setting))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private void bounds(EngineOptions.Builder engine) {
        if (!text(Setting.MAX_SESSIONS).isEmpty()) {
            engine.maxSessions(number(Setting.MAX_SESSIONS, 1, 10_000_000));
        }
        if (!text(Setting.MAX_SESSIONS_PER_ADDRESS).isEmpty()) {
            engine.maxSessionsPerAddress(number(Setting.MAX_SESSIONS_PER_ADDRESS, 1, 10_000_000));
        }
        var rate = text(Setting.MAX_EVENT_RATE);
        if (!rate.isEmpty()) {
            var numbers = RATE.matcher(rate);
            if (!numbers.matches()) {
                throw bad(Setting.MAX_EVENT_RATE);
            }
            engine.maxEventRate(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
        }
    }

    private String nodeName(String preset) {
        var name = text(Setting.NODE_NAME);
        if (name.length() > 40 || name.chars().anyMatch(Character::isISOControl)) {
            throw bad(Setting.NODE_NAME);
        }
        return name.isEmpty() ? preset : name;
    }

    int handlerThreads() {
        return number(Setting.HANDLER_THREADS, 1, 10_000);
    }

    /** The text of a setting, blanks cut off; its default when it is not set. */
    String text(Setting setting) {
        var value = values.get(setting);
        return value == null ? setting.preset() : value.text.strip();
    }

    /** Whether the node is to be one of a cluster. */
    boolean namesCluster() {
        return !members().isEmpty() || !text(Setting.CLUSTER_HAZELCAST).isEmpty();
    }

    /** The members of the cluster that we configure ourselves. */
    List<String> members() {
        return names(Setting.CLUSTER_MEMBERS);
    }

    /** The keys that sign the frames between nodes. */
    FrameKeys clusterKeys() {
        var keys = keys(Setting.CLUSTER_KEY, Setting.CLUSTER_SECOND_KEY);
        return switch (keys.size()) {
            case 0 -> FrameKeys.none();
            case 1 -> FrameKeys.of(keys.get(0));
            default -> FrameKeys.of(keys.get(0), keys.get(1));
        };
    }

    /** The keys of other programs that may emit; none: no program may. */
    Optional<BearerKeys> emitKeys() {
        return bearerKeys(Setting.EMIT_KEY, keys(Setting.EMIT_KEY, Setting.EMIT_SECOND_KEY));
    }

    /** The key of who may drain a node by HTTP; none: nobody may. */
    Optional<BearerKeys> drainKeys() {
        var key = key(Setting.DRAIN_KEY);
        return bearerKeys(Setting.DRAIN_KEY, key.isEmpty() ? List.of() : List.of(key));
    }

    private Optional<BearerKeys> bearerKeys(Setting setting, List<String> keys) {
        // what else is in a header, containers read in different ways
        if (!keys.stream().allMatch(key -> key.matches("[\\p{Graph}&&\\p{ASCII}]+"))) {
            throw bad(setting);
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(new BearerKeys(keys));
    }

    private List<String> keys(Setting first, Setting second) {
        var keys =
                Stream.of(key(first), key(second)).filter(key -> !key.isEmpty()).toList();
        if (key(first).isEmpty() && !keys.isEmpty()) {
            throw new ConfigurationException(second.property() + " is set, but " + first.property() + " is not");
        }
        return keys;
    }

    private String key(Setting setting) {
        var key = text(setting);
        if (!key.isEmpty() && key.length() < FrameKeys.MIN_LENGTH) {
            throw bad(setting);
        }
        return key;
    }

    /** For how long the stop of the application may be held up to move clients off. */
    Duration drainTime() {
        return duration(Setting.DRAIN_TIME, Duration.ZERO, Duration.ofMinutes(10));
    }

    /** Whether what is audited is logged. */
    boolean audit() {
        return flag(Setting.AUDIT);
    }

    /** The limits of the bus between nodes. */
    BusLimits busLimits() {
        var time = duration(Setting.CLUSTER_RING_TIME, Duration.ofMillis(1), Duration.ofHours(1));
        return BusLimits.defaults().withRing(time, number(Setting.CLUSTER_RING_BYTES, 0, 1_000_000_000));
    }

    int number(Setting setting, int least, int most) {
        try {
            int number = Integer.parseInt(text(setting));
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw bad(setting);
        }
        throw bad(setting);
    }

    ConfigurationException bad(Setting setting) {
        return ConfigurationException.bad(setting.key(), shown(setting, text(setting)), setting.allowed());
    }

    private static String shown(Setting setting, String text) {
        return setting.isSecret() ? "…" : text;
    }

    /** What was set, and where, for the log: {@code ping-interval=5s (system property)}. */
    @Override
    public String toString() {
        var lines = new TreeMap<String, String>();
        values.forEach(
                (setting, value) -> lines.put(setting.key(), shown(setting, value.text) + " (" + value.source + ")"));
        return lines.toString();
    }

    private void read(
            String source, Map<String, String> entries, String prefix, Function<String, Optional<Setting>> named) {
        entries.forEach((name, text) -> {
            if (name.startsWith(prefix)) {
                var setting = named.apply(name).orElseThrow(() -> unknown(source, name, text));
                values.put(setting, new Value(text, source));
            }
        });
    }

    private static ConfigurationException unknown(String source, String name, String text) {
        var keys = List.of(Setting.values()).stream()
                .map(Setting::property)
                .sorted()
                .toList();
        // a name that was meant for a key must not put it into the log
        var shown = name.toLowerCase(Locale.ROOT).contains("key") ? "…" : text;
        return new ConfigurationException(
                source + " " + name + " = \"" + shown + "\" is no setting; allowed are " + String.join(", ", keys));
    }

    private String path() {
        var path = text(Setting.PATH);
        if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw bad(Setting.PATH);
        }
        return path;
    }

    private boolean flag(Setting setting) {
        return switch (text(setting)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw bad(setting);
        };
    }

    private Function<ParserLimits, Parser> parser() {
        return switch (text(Setting.PARSER)) {
            case "json" -> JsonParser::new;
            case "msgpack" -> Configuration::msgpack;
            default -> throw bad(Setting.PARSER);
        };
    }

    private static Parser msgpack(ParserLimits limits) {
        try {
            return new MsgpackParser(limits);
        } catch (IllegalStateException missing) {
            throw new ConfigurationException("parley.parser = \"msgpack\": " + missing.getMessage());
        }
    }

    private Duration duration(Setting setting) {
        return duration(setting, Duration.ofMillis(1), Duration.ofHours(24));
    }

    private Duration duration(Setting setting, Duration least, Duration most) {
        var matcher = DURATION.matcher(text(setting));
        if (!matcher.matches()) {
            throw bad(setting);
        }
        long amount = Long.parseLong(matcher.group(1));
        var duration =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    default -> Duration.ofHours(amount);
                };
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            throw bad(setting);
        }
        return duration;
    }

    private EnumSet<TransportName> transports() {
        var transports = EnumSet.noneOf(TransportName.class);
        for (var name : text(Setting.TRANSPORTS).split(",", -1)) {
            transports.add(TransportName.of(name.strip()).orElseThrow(() -> bad(Setting.TRANSPORTS)));
        }
        return transports;
    }

    private AllowedOrigins allowedOrigins() {
        if (text(Setting.ALLOWED_ORIGINS).equals("*")) {
            return AllowedOrigins.any();
        }
        var named = new ArrayList<String>();
        for (var origin : text(Setting.ALLOWED_ORIGINS).split(",", -1)) {
            named.add(origin.strip());
        }
        var allowed = named.remove("same-origin") ? AllowedOrigins.sameOrigin() : AllowedOrigins.only();
        try {
            return allowed.and(named.toArray(String[]::new)).requiredForCredentials(flag(Setting.REQUIRE_ORIGIN));
        } catch (IllegalArgumentException wrong) {
            throw bad(Setting.ALLOWED_ORIGINS);
        }
    }

    private record Value(String text, String source) {}
}
