package io.parley.webapp;

import io.parley.cluster.FrameKeys;
import io.parley.engine.AllowedOrigins;
import io.parley.engine.Cookie;
import io.parley.engine.Cors;
import io.parley.engine.EventRateLimit;
import io.parley.engine.TransportName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a value of a setting may be, in words, and how it is read. Immutable. */
final class Allowed<T> {
    private static final Pattern RATE = Pattern.compile("([1-9]\\d{0,6})/([1-9]\\d{0,6})");
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private final String words;
    private final Optional<String> none;
    private final boolean secret;
    private final Function<String, T> reader;

    private Allowed(String words, Optional<String> none, boolean secret, Function<String, T> reader) {
        this.words = words;
        this.none = none;
        this.secret = secret;
        this.reader = reader;
    }

    /** @param reader throws an {@link IllegalArgumentException} if a text is not allowed */
    static <T> Allowed<T> of(String words, Function<String, T> reader) {
        return new Allowed<>(words, Optional.empty(), false, reader);
    }

    static Allowed<String> text(String words, String pattern) {
        var compiled = Pattern.compile(pattern);
        return of(words, text -> {
            require(compiled.matcher(text).matches());
            return text;
        });
    }

    static Allowed<String> oneOf(String... names) {
        var all = List.of(names);
        return of(String.join(" or ", all), text -> {
            require(all.contains(text));
            return text;
        });
    }

    static Allowed<Boolean> flag() {
        return of("true or false", text -> {
            require(text.equals("true") || text.equals("false"));
            return text.equals("true");
        });
    }

    static Allowed<Integer> number(int least, int most) {
        return number("a", least, most);
    }

    static Allowed<Integer> bytes(int least, int most) {
        return number("bytes, a", least, most);
    }

    private static Allowed<Integer> number(String beginning, int least, int most) {
        return of(beginning + " whole number from " + least + " to " + most, text -> {
            int number = Integer.parseInt(text);
            require(number >= least && number <= most);
            return number;
        });
    }

    static Allowed<Long> manyBytes(long least, long most) {
        return of("bytes, a whole number from " + least + " to " + most, text -> {
            long number = Long.parseLong(text);
            require(number >= least && number <= most);
            return number;
        });
    }

    static Allowed<Duration> duration(String least, String most) {
        var shortest = duration(least);
        var longest = duration(most);
        return of("a duration from " + least + " to " + most + ", like 300ms, 25s or 2m", text -> {
            var duration = duration(text);
            require(duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0);
            return duration;
        });
    }

    private static Duration duration(String text) {
        var parts = DURATION.matcher(text);
        require(parts.matches());
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /**
     * Several, of which empty ones are left out.
     *
     * @param words what they are, with commas between
     */
    static Allowed<List<String>> list(String words, String pattern) {
        var compiled = Pattern.compile(pattern);
        return of(words, text -> {
            var elements = elements(text).stream()
                    .filter(element -> !element.isEmpty())
                    .toList();
            require(elements.stream()
                    .allMatch(element -> compiled.matcher(element).matches()));
            return elements;
        });
    }

    static Allowed<Set<TransportName>> transports() {
        return of("polling, websocket, or both with a comma between", text -> {
            var transports = EnumSet.noneOf(TransportName.class);
            elements(text).forEach(name -> transports.add(TransportName.of(name).orElseThrow(Allowed::wrong)));
            return transports;
        });
    }

    static Allowed<EventRateLimit> eventRate() {
        return of("events per second and events at once, like 50/100", text -> {
            var numbers = RATE.matcher(text);
            require(numbers.matches());
            return new EventRateLimit(Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
        });
    }

    static Allowed<AllowedOrigins> origins() {
        return of("same-origin, and origins like https://chat.example, with commas between; or * for all", text -> {
            if (text.equals("*")) {
                return AllowedOrigins.any();
            }
            var named = new ArrayList<>(elements(text));
            var allowed = named.remove("same-origin") ? AllowedOrigins.sameOrigin() : AllowedOrigins.only();
            return allowed.and(named.toArray(String[]::new));
        });
    }

    static Allowed<Cors> cors() {
        return of(
                "origins like https://chat.example, with commas between; * for all; reflect for all, told as each is",
                text -> switch (text) {
                    case "*" -> Cors.anyOrigin();
                    case "reflect" -> Cors.reflectOrigin();
                    default -> {
                        var origins = elements(text).toArray(String[]::new);
                        AllowedOrigins.only(origins); // throws if one is none
                        yield Cors.origins(origins);
                    }
                });
    }

    static Allowed<Cookie.SameSite> sameSite() {
        return of("strict, lax or none", text -> {
            require(text.equals(text.toLowerCase(Locale.ROOT)));
            return Cookie.SameSite.valueOf(text.toUpperCase(Locale.ROOT));
        });
    }

    /** A secret that signs what nodes say. */
    static Allowed<String> clusterKey() {
        return secret(FrameKeys.MIN_LENGTH + " characters or more, the same on all nodes", "(?s).*");
    }

    /** A secret in a header, where containers read in different ways what is not visible ASCII. */
    static Allowed<String> bearerKey() {
        return secret(
                FrameKeys.MIN_LENGTH + " visible ASCII characters or more, no blanks", "[\\p{Graph}&&\\p{ASCII}]+");
    }

    private static Allowed<String> secret(String words, String pattern) {
        var compiled = Pattern.compile(pattern);
        return new Allowed<>(words, Optional.empty(), true, text -> {
            require(text.length() >= FrameKeys.MIN_LENGTH
                    && compiled.matcher(text).matches());
            return text;
        });
    }

    /** The same; but it may also be empty. */
    Allowed<T> orNone(String meaning) {
        return new Allowed<>(words, Optional.of(meaning), secret, reader);
    }

    /** In words; after {@code none:} what it means if nothing is given. */
    String words() {
        return words + none.map(meaning -> "; none: " + meaning).orElse("");
    }

    /** Whether a value must not be shown to anybody. */
    boolean isSecret() {
        return secret;
    }

    /**
     * The value of a text without blanks around it; empty: none.
     *
     * @throws IllegalArgumentException if it is not allowed
     */
    Optional<T> read(String text) {
        if (text.isEmpty() && none.isPresent()) {
            return Optional.empty();
        }
        return Optional.of(reader.apply(text));
    }

    private static List<String> elements(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip).toList();
    }

    private static void require(boolean holds) {
        if (!holds) {
            throw wrong();
        }
    }

    private static IllegalArgumentException wrong() {
        return new IllegalArgumentException("not allowed");
    }
}
