package io.parley.webapp;

import static io.parley.webapp.Setting.*;

import io.parley.RecoveryOptions;
import io.parley.ServerOptions;
import io.parley.engine.AllowedOrigins;
import io.parley.engine.Cookie;
import io.parley.engine.Cors;
import io.parley.engine.EngineOptions;
import io.parley.engine.EventRateLimit;
import io.parley.packet.JsonParser;
import io.parley.packet.MsgpackParser;
import io.parley.packet.Parser;
import io.parley.packet.ParserLimits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The settings that are options of a server: how they are set, and which of them a server has in the end. */
final class ConfiguredOptions {
    private static final List<Option> OPTIONS = List.of(
            server(PATH, ServerOptions.Builder::path, ServerOptions::path),
            server(SERVE_CLIENT, ServerOptions.Builder::serveClient, ServerOptions::serveClient),
            server(CONNECT_TIMEOUT, ServerOptions.Builder::connectTimeout, ServerOptions::connectTimeout),
            server(ATTACHMENT_TIMEOUT, ServerOptions.Builder::attachmentTimeout, ServerOptions::attachmentTimeout),
            server(ACK_TIMEOUT, ServerOptions.Builder::ackTimeout, ServerOptions::ackTimeout),
            server(PRESENCE_GRACE, ServerOptions.Builder::presenceGrace, ServerOptions::presenceGrace),
            server(ROLES, ConfiguredOptions::roles, ServerOptions::roles),
            server(MAX_NAMESPACES, ServerOptions.Builder::maxNamespaces, ServerOptions::maxNamespaces),
            server(
                    MAX_DYNAMIC_NAMESPACES,
                    ServerOptions.Builder::maxDynamicNamespaces,
                    ServerOptions::maxDynamicNamespaces),
            server(MAX_ROOMS, ServerOptions.Builder::maxRooms, ServerOptions::maxRooms),
            server(MAX_ROOM_LENGTH, ServerOptions.Builder::maxRoomLength, ServerOptions::maxRoomLength),
            server(MAX_PENDING_ACKS, ServerOptions.Builder::maxPendingAcks, ServerOptions::maxPendingAcks),
            limit(MAX_ATTACHMENTS, ParserLimits::withMaxAttachments, ParserLimits::maxAttachments),
            limit(MAX_ATTACHMENT_BYTES, ParserLimits::withMaxAttachmentBytes, ParserLimits::maxAttachmentBytes),
            limit(MAX_DEPTH, ParserLimits::withMaxDepth, ParserLimits::maxDepth),
            limit(MAX_NUMBER_DIGITS, ParserLimits::withMaxNumberDigits, ParserLimits::maxNumberDigits),
            limit(MAX_KEYS, ParserLimits::withMaxKeys, ParserLimits::maxKeys),
            limit(MAX_NAMESPACE_LENGTH, ParserLimits::withMaxNamespaceLength, ParserLimits::maxNamespaceLength),
            engine(PING_INTERVAL, EngineOptions.Builder::pingInterval, EngineOptions::pingInterval),
            engine(PING_TIMEOUT, EngineOptions.Builder::pingTimeout, EngineOptions::pingTimeout),
            engine(UPGRADE_TIMEOUT, EngineOptions.Builder::upgradeTimeout, EngineOptions::upgradeTimeout),
            engine(WRITE_TIMEOUT, EngineOptions.Builder::writeTimeout, EngineOptions::writeTimeout),
            engine(POST_TIMEOUT, EngineOptions.Builder::postTimeout, EngineOptions::postTimeout),
            engine(MESSAGE_TIMEOUT, EngineOptions.Builder::messageTimeout, EngineOptions::messageTimeout),
            engine(CLOSE_TIMEOUT, EngineOptions.Builder::closeTimeout, EngineOptions::closeTimeout),
            engine(MAX_SESSIONS, EngineOptions.Builder::maxSessions, EngineOptions::maxSessions),
            engine(
                    MAX_SESSIONS_PER_ADDRESS,
                    EngineOptions.Builder::maxSessionsPerAddress,
                    EngineOptions::maxSessionsPerAddress),
            engine(MAX_EVENT_RATE, ConfiguredOptions::maxEventRate, EngineOptions::maxEventRate),
            engine(MAX_PAYLOAD, EngineOptions.Builder::maxPayloadBytes, EngineOptions::maxPayloadBytes),
            engine(MAX_PAYLOAD_PACKETS, EngineOptions.Builder::maxPayloadPackets, EngineOptions::maxPayloadPackets),
            engine(MAX_QUEUED_BYTES, EngineOptions.Builder::maxQueuedBytes, EngineOptions::maxQueuedBytes),
            engine(MAX_QUEUED_PACKETS, EngineOptions.Builder::maxQueuedPackets, EngineOptions::maxQueuedPackets),
            engine(MAX_QUEUED_EVENTS, EngineOptions.Builder::maxQueuedEvents, EngineOptions::maxQueuedEvents),
            engine(TRANSPORTS, EngineOptions.Builder::transports, EngineOptions::transports),
            engine(ALLOW_UPGRADES, EngineOptions.Builder::allowUpgrades, EngineOptions::allowUpgrades),
            engine(ALLOW_EIO3, EngineOptions.Builder::allowEIO3, EngineOptions::allowEIO3),
            engine(ALLOW_ANONYMOUS, EngineOptions.Builder::allowAnonymous, EngineOptions::allowAnonymous),
            engine(ADD_TRAILING_SLASH, EngineOptions.Builder::addTrailingSlash, EngineOptions::addTrailingSlash),
            engine(PER_MESSAGE_DEFLATE, EngineOptions.Builder::perMessageDeflate, EngineOptions::perMessageDeflate),
            engine(
                    HTTP_COMPRESSION_THRESHOLD,
                    EngineOptions.Builder::httpCompressionThreshold,
                    EngineOptions::httpCompressionThreshold),
            composed(NODE_NAME, ConfiguredOptions::nodeName, ServerOptions::nodeName),
            composed(PARSER, ConfiguredOptions::parser, ServerOptions::parser),
            composed(ALLOWED_ORIGINS, ConfiguredOptions::allowedOrigins, options -> options.engine()
                    .allowedOrigins()),
            part(REQUIRE_ORIGIN, options -> options.engine().allowedOrigins().isRequiredForCredentials()),
            composed(CORS, ConfiguredOptions::cors, options -> options.engine().cors()),
            composed(COOKIE, ConfiguredOptions::cookie, options -> options.engine()
                    .cookie()),
            composed(RECOVERY, ConfiguredOptions::recovery, options -> options.recovery()
                    .isPresent()),
            recovered(RECOVERY_MAX_DISCONNECTION, RecoveryOptions::maxDisconnection),
            recovered(RECOVERY_SKIP_MIDDLEWARES, RecoveryOptions::skipMiddlewares),
            recovered(RECOVERY_MAX_SESSIONS, RecoveryOptions::maxSessions),
            recovered(RECOVERY_MAX_PACKETS, RecoveryOptions::maxPackets),
            recovered(RECOVERY_MAX_BYTES, RecoveryOptions::maxBytes),
            recovered(RECOVERY_MAX_MISSED_PACKETS, RecoveryOptions::maxMissedPackets),
            recovered(RECOVERY_MAX_MISSED_BYTES, RecoveryOptions::maxMissedBytes));

    private ConfiguredOptions() {}

    /**
     * The options of a server.
     *
     * @throws ConfigurationException if values do not go together
     */
    static ServerOptions of(Configuration configuration) {
        var options = ServerOptions.builder().clustered(configuration.namesCluster());
        for (var option : OPTIONS) {
            try {
                option.set.accept(options, configuration);
            } catch (IllegalArgumentException wrong) {
                throw configuration.bad(option.setting, String.valueOf(wrong.getMessage()));
            }
        }
        return options.build();
    }

    /**
     * All settings as they are in effect for a server, with where each comes from: {@code 25s (default)}. What an application
     * has changed comes from the application.
     *
     * @param configured what the application was given
     * @param actual what it has made of it
     */
    static Map<String, String> effective(Configuration configuration, ServerOptions configured, ServerOptions actual) {
        var all = new TreeMap<String, String>();
        for (var setting : Setting.values()) {
            all.put(setting.key(), configuration.shown(setting) + " (" + configuration.where(setting) + ")");
        }
        for (var option : OPTIONS) {
            var key = option.setting.key();
            var value = option.get.apply(actual);
            if (!Objects.equals(value, option.get.apply(configured))) {
                all.put(key, text(value) + " (application)");
            } else if (!configuration.isSet(option.setting)) {
                all.put(key, text(value) + " (" + configuration.where(option.setting) + ")");
            }
        }
        return all;
    }

    private static String text(Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.map(ConfiguredOptions::text).orElse("none");
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? Integer.toString(optional.getAsInt()) : "none";
        }
        if (value instanceof Set<?> names) {
            return names.stream().map(Object::toString).sorted().collect(Collectors.joining(","));
        }
        if (value instanceof EventRateLimit rate) {
            return rate.perSecond() + "/" + rate.burst();
        }
        if (value instanceof Duration time) {
            return time.toMillis() % 1000 == 0 ? time.toSeconds() + "s" : time.toMillis() + "ms";
        }
        boolean plain = value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof AllowedOrigins;
        return plain ? value.toString() : "its own";
    }

    private static void roles(ServerOptions.Builder options, List<String> names) {
        options.roles(Set.copyOf(names));
    }

    private static void maxEventRate(EngineOptions.Builder engine, EventRateLimit rate) {
        engine.maxEventRate(rate.perSecond(), rate.burst());
    }

    private static void nodeName(ServerOptions.Builder options, Configuration configuration) {
        options.nodeName(configuration.text(NODE_NAME));
    }

    private static void parser(ServerOptions.Builder options, Configuration configuration) {
        options.parser(configuration.text(PARSER).equals("msgpack") ? ConfiguredOptions::msgpack : JsonParser::new);
    }

    private static Parser msgpack(ParserLimits limits) {
        try {
            return new MsgpackParser(limits);
        } catch (IllegalStateException missing) {
            throw new ConfigurationException("parley.parser = \"msgpack\": " + missing.getMessage());
        }
    }

    private static void allowedOrigins(ServerOptions.Builder options, Configuration configuration) {
        var origins = (AllowedOrigins) configuration.value(ALLOWED_ORIGINS);
        options.engine(
                engine -> engine.allowedOrigins(origins.requiredForCredentials(configuration.flag(REQUIRE_ORIGIN))));
    }

    private static void cors(ServerOptions.Builder options, Configuration configuration) {
        Stream.of(
                        CORS_CREDENTIALS,
                        CORS_METHODS,
                        CORS_ALLOWED_HEADERS,
                        CORS_EXPOSED_HEADERS,
                        CORS_MAX_AGE,
                        CORS_PREFLIGHT_STATUS)
                .forEach(part -> configuration.needs(part, CORS));
        if (!configuration.isSet(CORS)) {
            return;
        }
        var rules = ((Cors) configuration.value(CORS))
                .credentials(configuration.flag(CORS_CREDENTIALS))
                .methods(names(configuration, CORS_METHODS))
                .preflightStatus(configuration.number(CORS_PREFLIGHT_STATUS));
        if (configuration.isSet(CORS_ALLOWED_HEADERS)) {
            rules = rules.allowedHeaders(names(configuration, CORS_ALLOWED_HEADERS));
        }
        if (configuration.isSet(CORS_EXPOSED_HEADERS)) {
            rules = rules.exposedHeaders(names(configuration, CORS_EXPOSED_HEADERS));
        }
        if (configuration.isSet(CORS_MAX_AGE)) {
            rules = rules.maxAge(configuration.duration(CORS_MAX_AGE));
        }
        var complete = rules;
        options.engine(engine -> engine.cors(complete));
    }

    private static String[] names(Configuration configuration, Setting setting) {
        return configuration.list(setting).toArray(String[]::new);
    }

    private static void cookie(ServerOptions.Builder options, Configuration configuration) {
        Stream.of(COOKIE_PATH, COOKIE_HTTP_ONLY, COOKIE_SECURE, COOKIE_SAME_SITE, COOKIE_MAX_AGE)
                .forEach(part -> configuration.needs(part, COOKIE));
        if (!configuration.isSet(COOKIE)) {
            return;
        }
        var cookie = Cookie.named(configuration.text(COOKIE))
                .path(configuration.text(COOKIE_PATH))
                .httpOnly(configuration.flag(COOKIE_HTTP_ONLY))
                .secure(configuration.flag(COOKIE_SECURE))
                .sameSite((Cookie.SameSite) configuration.value(COOKIE_SAME_SITE));
        var complete =
                configuration.isSet(COOKIE_MAX_AGE) ? cookie.maxAge(configuration.duration(COOKIE_MAX_AGE)) : cookie;
        options.engine(engine -> engine.cookie(complete));
    }

    private static void recovery(ServerOptions.Builder options, Configuration configuration) {
        Stream.of(
                        RECOVERY_MAX_DISCONNECTION,
                        RECOVERY_SKIP_MIDDLEWARES,
                        RECOVERY_MAX_SESSIONS,
                        RECOVERY_MAX_PACKETS,
                        RECOVERY_MAX_BYTES,
                        RECOVERY_MAX_MISSED_PACKETS,
                        RECOVERY_MAX_MISSED_BYTES)
                .forEach(part -> configuration.needs(part, RECOVERY));
        if (configuration.flag(RECOVERY)) {
            options.recovery(new RecoveryOptions(
                    configuration.duration(RECOVERY_MAX_DISCONNECTION),
                    configuration.flag(RECOVERY_SKIP_MIDDLEWARES),
                    configuration.number(RECOVERY_MAX_SESSIONS),
                    configuration.number(RECOVERY_MAX_PACKETS),
                    configuration.amount(RECOVERY_MAX_BYTES),
                    configuration.number(RECOVERY_MAX_MISSED_PACKETS),
                    configuration.amount(RECOVERY_MAX_MISSED_BYTES)));
        }
    }

    /** An option that is one value; it keeps the server's own default if there is none. */
    @SuppressWarnings("unchecked") // a value is of the type that its setting allows, and tests set each
    private static <T> Option server(
            Setting setting, BiConsumer<ServerOptions.Builder, T> set, Function<ServerOptions, ?> get) {
        return new Option(
                setting,
                (options, configuration) ->
                        configuration.read(setting).ifPresent(value -> set.accept(options, (T) value)),
                get);
    }

    private static <T> Option engine(
            Setting setting, BiConsumer<EngineOptions.Builder, T> set, Function<EngineOptions, ?> get) {
        return ConfiguredOptions.<T>server(
                setting,
                (options, value) -> options.engine(engine -> set.accept(engine, value)),
                options -> get.apply(options.engine()));
    }

    private static <T> Option limit(
            Setting setting, BiFunction<ParserLimits, T, ParserLimits> set, Function<ParserLimits, ?> get) {
        return ConfiguredOptions.<T>server(
                setting,
                (options, value) ->
                        options.parserLimits(set.apply(options.build().parserLimits(), value)),
                options -> get.apply(options.parserLimits()));
    }

    /** An option that is made of several settings. */
    private static Option composed(
            Setting setting, BiConsumer<ServerOptions.Builder, Configuration> set, Function<ServerOptions, ?> get) {
        return new Option(setting, set, get);
    }

    /** A setting that is set together with another one. */
    private static Option part(Setting setting, Function<ServerOptions, ?> get) {
        return new Option(setting, (options, configuration) -> {}, get);
    }

    private static Option recovered(Setting setting, Function<RecoveryOptions, ?> get) {
        return part(setting, options -> options.recovery().<Object>map(get));
    }

    private record Option(
            Setting setting, BiConsumer<ServerOptions.Builder, Configuration> set, Function<ServerOptions, ?> get) {}
}
