package io.parley.webapp;

import io.parley.BroadcastOperator;
import io.parley.packet.ReservedEvents;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What another program wants to be emitted.
 *
 * @param rooms none: everybody
 * @param arguments plain values
 */
record Emission(
        String namespace, List<String> rooms, List<String> except, String event, List<?> arguments, boolean lossy) {
    /** Of both lists together. */
    private static final int MOST_ROOMS = 1_000;

    private static final Set<String> FIELDS = Set.of("namespace", "rooms", "except", "event", "args", "lossy");

    /**
     * Reads it.
     *
     * @param json a plain value
     * @throws IllegalArgumentException saying what is wrong, in words that hold nothing of the value
     */
    static Emission of(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> fields)) {
            throw new IllegalArgumentException("the body must be an object");
        }
        // a room that is misspelled would be everybody
        if (!FIELDS.containsAll(fields.keySet())) {
            throw new IllegalArgumentException(
                    "there are other fields than namespace, rooms, except, event, args, lossy");
        }
        var rooms = names(fields, "rooms");
        var except = names(fields, "except");
        if (rooms.isEmpty() && fields.containsKey("rooms")) {
            throw new IllegalArgumentException("rooms is empty: leave it out to reach everybody");
        }
        if (rooms.size() + except.size() > MOST_ROOMS) {
            throw new IllegalArgumentException("rooms and except have more than " + MOST_ROOMS + " names");
        }
        return new Emission(namespace(fields), rooms, except, event(fields), arguments(fields), lossy(fields));
    }

    private static List<String> names(Map<?, ?> fields, String field) {
        if (!fields.containsKey(field)) {
            return List.of();
        }
        if (fields.get(field) instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw new IllegalArgumentException(field + " must be a list of texts");
    }

    private static String namespace(Map<?, ?> fields) {
        if (!fields.containsKey("namespace")) {
            return "/";
        }
        if (fields.get("namespace") instanceof String name && name.startsWith("/")) {
            return name;
        }
        throw new IllegalArgumentException("namespace must be a text that begins with a slash");
    }

    private static String event(Map<?, ?> fields) {
        if (!(fields.get("event") instanceof String event) || event.isEmpty()) {
            throw new IllegalArgumentException("event must be a text that is not empty");
        }
        if (ReservedEvents.contains(event)) {
            throw new IllegalArgumentException("event is a reserved name");
        }
        return event;
    }

    private static List<?> arguments(Map<?, ?> fields) {
        if (!fields.containsKey("args")) {
            return List.of();
        }
        if (fields.get("args") instanceof List<?> arguments) {
            return arguments;
        }
        throw new IllegalArgumentException("args must be a list");
    }

    private static boolean lossy(Map<?, ?> fields) {
        if (!fields.containsKey("lossy")) {
            return false;
        }
        if (fields.get("lossy") instanceof Boolean lossy) {
            return lossy;
        }
        throw new IllegalArgumentException("lossy must be true or false");
    }

    /** @param all an operator on everybody in the namespace */
    void emit(BroadcastOperator all) {
        var selected = all.to(rooms.toArray(String[]::new)).except(except.toArray(String[]::new));
        (lossy ? selected.lossy() : selected).emit(event, arguments.toArray());
    }
}
