package io.parley.apps.conformance;

import io.parley.BroadcastOperator;
import io.parley.Event;
import io.parley.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one argument of an event that asks for something: an object, whose fields may be missing or malformed. */
record Request(Map<?, ?> fields) {
    static Request of(Event event) {
        return of(event.get(0));
    }

    private static Request of(@Nullable Object value) {
        return new Request(value instanceof Map<?, ?> map ? map : Map.of());
    }

    /** The rooms that are the whole argument. */
    static String[] rooms(Event event) {
        return strings(event.get(0));
    }

    Optional<String> text(String name) {
        return fields.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(fields.get(name));
    }

    Optional<Duration> duration(String name) {
        return fields.get(name) instanceof Number number && number.longValue() > 0
                ? Optional.of(Duration.ofMillis(number.longValue()))
                : Optional.empty();
    }

    String[] strings(String name) {
        return strings(fields.get(name));
    }

    @Nullable
    Object[] arguments() {
        return fields.get("args") instanceof List<?> list ? list.toArray() : new Object[0];
    }

    /** The arguments with one more at the end. */
    @Nullable
    Object[] argumentsAnd(int index) {
        var arguments = arguments();
        var more = Arrays.copyOf(arguments, arguments.length + 1);
        more[arguments.length] = index;
        return more;
    }

    /** How often; empty: once, and without an index. */
    Optional<Integer> count() {
        return fields.get("count") instanceof Number number
                ? Optional.of(Math.min(number.intValue(), 100_000))
                : Optional.empty();
    }

    Request flags() {
        return of(fields.get("flags"));
    }

    /** The sockets that the fields select, seen from that socket. */
    BroadcastOperator selection(Socket socket) {
        boolean fromSocket = text("via").filter("socket"::equals).isPresent();
        var operator = fromSocket ? socket.broadcast() : socket.namespace().to();
        operator = operator.to(strings("rooms")).except(strings("except"));
        var flags = flags();
        if (flags.flag("volatile")) {
            operator = operator.lossy();
        }
        if (flags.flag("local")) {
            operator = operator.local();
        }
        if (flags.fields().get("compress") instanceof Boolean wanted) {
            operator = operator.compress(wanted);
        }
        var longest = flags.duration("timeout");
        return longest.isPresent() ? operator.timeout(longest.get()) : operator;
    }

    private static String[] strings(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(String.class::cast)
                        .toArray(String[]::new)
                : new String[0];
    }
}
