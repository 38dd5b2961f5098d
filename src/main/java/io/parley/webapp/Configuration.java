package io.parley.webapp;

import io.parley.ServerOptions;
import io.parley.cluster.BusLimits;
import io.parley.cluster.FrameKeys;
import io.parley.transport.BearerKeys;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The operator's settings: the value of each, and where it stands. Of several sources the first one that has a setting
 * decides. A name of ours that is none of {@link Setting}, or a value that is not allowed, is an error. Immutable.
 */
final class Configuration {
    private static final String DEFAULT = "default";
    private static final Pattern SECRET = Pattern.compile("key|secret|token|password", Pattern.CASE_INSENSITIVE);

    private final Map<Setting, Value> values = new EnumMap<>(Setting.class);

    /**
     * @param sources those first that come before others
     * @throws ConfigurationException if a name is unknown, or a value is not allowed
     */
    Configuration(List<Source> sources) {
        for (var source : sources) {
            source.texts().forEach((name, text) -> values.putIfAbsent(setting(source, name, text), value(text)));
        }
        for (var setting : Setting.values()) {
            values.computeIfAbsent(setting, unset -> new Value(unset.preset(), "default"));
            read(setting);
        }
    }

    /** The same, of the sources that are everywhere. */
    Configuration(Map<String, String> properties, Map<String, String> environment, Map<String, String> parameters) {
        this(List.of(
                Source.systemProperties(properties),
                Source.environment(environment),
                Source.contextParameters(parameters)));
    }

    private static Value value(Source.Text text) {
        return new Value(text.text().strip(), text.where());
    }

    private static Setting setting(Source source, String name, Source.Text text) {
        for (var setting : Setting.values()) {
            if (source.name().apply(setting).equals(name)) {
                return setting;
            }
        }
        // a name that was meant for a key must not put it into the log
        var shown = SECRET.matcher(name).find() ? "…" : text.text();
        throw new ConfigurationException(text.where() + " = \"" + shown + "\" is no setting; "
                + NearMiss.of(name, source.name())
                        .map(near -> "did you mean " + near + "?")
                        .orElseGet(() -> "allowed are "
                                + Stream.of(Setting.values())
                                        .map(source.name())
                                        .sorted()
                                        .collect(Collectors.joining(", "))));
    }

    /**
     * The options of the server.
     *
     * @param nodeName when none is set
     * @throws ConfigurationException if values do not go together
     */
    ServerOptions serverOptions(String nodeName) {
        var options = ConfiguredOptions.of(this);
        return options.nodeName().isEmpty()
                ? options.toBuilder().nodeName(nodeName).build()
                : options;
    }

    /** Whether the node is to be one of a cluster. */
    boolean namesCluster() {
        return !members().isEmpty() || isSet(Setting.CLUSTER_HAZELCAST);
    }

    /** The members of the cluster that we configure ourselves. */
    List<String> members() {
        return list(Setting.CLUSTER_MEMBERS);
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
        var keys = keys(Setting.EMIT_KEY, Setting.EMIT_SECOND_KEY);
        return keys.isEmpty() ? Optional.empty() : Optional.of(new BearerKeys(keys));
    }

    /** The key of who may drain a node by HTTP; none: nobody may. */
    Optional<BearerKeys> drainKeys() {
        var keys =
                Stream.of(text(Setting.DRAIN_KEY)).filter(key -> !key.isEmpty()).toList();
        return keys.isEmpty() ? Optional.empty() : Optional.of(new BearerKeys(keys));
    }

    private List<String> keys(Setting first, Setting second) {
        needs(second, first);
        return Stream.of(first, second).filter(this::isSet).map(this::text).toList();
    }

    /** Whether anybody can read the contract of the endpoints. */
    boolean contracts() {
        return flag(Setting.CONTRACTS);
    }

    /** For how long the stop of the application may be held up to move clients off. */
    Duration drainTime() {
        return duration(Setting.DRAIN_TIME);
    }

    /** Whether what is audited is logged. */
    boolean audit() {
        return flag(Setting.AUDIT);
    }

    /** The limits of the bus between nodes. */
    BusLimits busLimits() {
        try {
            return new BusLimits(
                    number(Setting.CLUSTER_MAX_FRAME_BYTES),
                    amount(Setting.CLUSTER_MAX_QUEUED_BYTES),
                    duration(Setting.CLUSTER_RING_TIME),
                    amount(Setting.CLUSTER_RING_BYTES),
                    amount(Setting.CLUSTER_HELD_BYTES));
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException("parley.cluster.*: " + wrong.getMessage());
        }
    }

    /** The text of a setting, blanks around it cut off; its default when it is not set. */
    String text(Setting setting) {
        return found(setting).text;
    }

    /** Where the value of a setting comes from; {@code default} if from nowhere. */
    String where(Setting setting) {
        return found(setting).where;
    }

    /** Whether there is a value that is not empty, and be it the default. */
    boolean isSet(Setting setting) {
        return !text(setting).isEmpty();
    }

    int number(Setting setting) {
        return (Integer) value(setting);
    }

    long amount(Setting setting) {
        return (Long) value(setting);
    }

    boolean flag(Setting setting) {
        return (Boolean) value(setting);
    }

    Duration duration(Setting setting) {
        return (Duration) value(setting);
    }

    /** The elements of a list; none if it is not set. */
    List<String> list(Setting setting) {
        return read(setting).stream()
                .flatMap(list -> ((List<?>) list).stream())
                .map(String.class::cast)
                .toList();
    }

    Object value(Setting setting) {
        return read(setting).orElseThrow(() -> new IllegalStateException(setting + " has no value"));
    }

    /** The value of a setting; empty: it is not set, and that means something. */
    Optional<?> read(Setting setting) {
        try {
            return setting.allowed().read(text(setting));
        } catch (IllegalArgumentException wrong) {
            throw bad(setting);
        }
    }

    /** A setting that does nothing without another one must not be set alone. */
    void needs(Setting setting, Setting other) {
        boolean off = !isSet(other) || text(other).equals("false");
        if (!where(setting).equals(DEFAULT) && off) {
            throw new ConfigurationException(
                    setting.property() + " is set (" + where(setting) + "), but " + other.property() + " is not");
        }
    }

    ConfigurationException bad(Setting setting) {
        return bad(setting, setting.allowed().words());
    }

    ConfigurationException bad(Setting setting, String allowed) {
        return new ConfigurationException(setting.property() + " = \"" + shown(setting) + "\" (" + where(setting)
                + ") is not allowed: " + allowed);
    }

    /** The text of a setting, as it may be seen. */
    String shown(Setting setting) {
        return setting.allowed().isSecret() && isSet(setting) ? "…" : text(setting);
    }

    /** Whether the container starts what it finds in the WAR. */
    boolean startsByItself() {
        return flag(Setting.AUTO);
    }

    private Value found(Setting setting) {
        var value = values.get(setting);
        if (value == null) {
            throw new IllegalStateException(setting + " is unknown");
        }
        return value;
    }

    private record Value(String text, String where) {}
}
