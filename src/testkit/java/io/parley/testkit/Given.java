package io.parley.testkit;

import io.parley.packet.Arguments;
import org.jspecify.annotations.Nullable;

/** What messages and assertions have in common about arguments. */
final class Given {
    private Given() {}

    static String text(String name, Arguments arguments) {
        var values = arguments.toList().toString();
        return "\"" + name + "\"(" + values.substring(1, values.length() - 1) + ")";
    }

    /** The argument; fails, naming whose it is, if there is none of that type. */
    static <T> T argument(Object whose, Arguments arguments, int index, Class<T> type) {
        @Nullable T value;
        try {
            value = arguments.get(index, type);
        } catch (IllegalArgumentException misfit) {
            throw new AssertionError(misfit.getMessage() + ": " + whose, misfit);
        }
        if (value == null) {
            throw new AssertionError("no argument " + index + ": " + whose);
        }
        return value;
    }
}
