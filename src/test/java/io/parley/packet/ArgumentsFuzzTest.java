package io.parley.packet;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Currency;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Any argument fits a type or is refused with the one exception that is documented. */
final class ArgumentsFuzzTest {
    private static final JsonParser PARSER = new JsonParser(ParserLimits.defaults());

    private static final List<Class<?>> TYPES = List.of(
            String.class,
            boolean.class,
            char.class,
            byte.class,
            short.class,
            int.class,
            long.class,
            float.class,
            double.class,
            BigInteger.class,
            BigDecimal.class,
            Number.class,
            byte[].class,
            ByteBuffer.class,
            Map.class,
            List.class,
            Object.class,
            int[].class,
            Colour.class,
            Instant.class,
            Date.class,
            UUID.class,
            Everything.class);

    public enum Colour {
        RED
    }

    public record Everything(
            String s,
            int i,
            long l,
            double d,
            BigInteger bi,
            BigDecimal bd,
            Optional<Everything> again,
            List<Everything> all,
            Map<String, Integer> map,
            Colour colour,
            LocalDate day,
            ZonedDateTime zoned,
            Date date,
            Duration duration,
            Period period,
            ZoneId zone,
            UUID uuid,
            URI uri,
            Currency currency,
            Locale locale,
            byte[] bytes,
            char c,
            Object any) {}

    /** The JSON of an argument, tried as each of the types. */
    @FuzzTest(maxDuration = "1m")
    void argument(byte[] json) {
        Packet packet;
        try {
            packet = PARSER.decoder().text("2[\"e\"," + new String(json, StandardCharsets.UTF_8) + "]");
        } catch (InvalidPacketException invalid) {
            return;
        }
        var arguments = ((Packet.Event) packet).payload().arguments();
        for (var type : TYPES) {
            try {
                arguments.get(0, type);
            } catch (IllegalArgumentException misfit) {
                continue;
            }
        }
    }
}
