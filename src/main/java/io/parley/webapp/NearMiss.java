package io.parley.webapp;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** The setting that somebody may have meant who wrote another name. */
final class NearMiss {
    private static final int MOST_CHANGES = 3;
    private static final int LONGEST = 100;

    private NearMiss() {}

    /**
     * The likeliest one, as it is written there; empty if none is likely.
     *
     * @param name in any case, with any marks between its words
     * @param naming how settings are written where it stands
     */
    static Optional<String> of(String name, Function<Setting, String> naming) {
        var letters = letters(name);
        if (letters.length() > LONGEST) {
            return Optional.empty();
        }
        String nearest = null;
        int least = Integer.MAX_VALUE;
        for (var known : Stream.of(Setting.values()).map(naming).toList()) {
            int changes = changes(letters, letters(known));
            if (changes < least) {
                least = changes;
                nearest = known;
            }
        }
        return least <= Math.min(MOST_CHANGES, letters.length() / 4) ? Optional.ofNullable(nearest) : Optional.empty();
    }

    private static String letters(String name) {
        return name.toLowerCase(Locale.ROOT).replaceFirst("^parley", "").replaceAll("[^a-z0-9]", "");
    }

    /** How many letters have to be put in, taken out or replaced to make one text of another (Levenshtein). */
    private static int changes(String from, String to) {
        var before = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            before[column] = column;
        }
        for (int row = 1; row <= from.length(); row++) {
            var now = new int[to.length() + 1];
            now[0] = row;
            for (int column = 1; column <= to.length(); column++) {
                int replaced = before[column - 1] + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
                now[column] = Math.min(replaced, 1 + Math.min(before[column], now[column - 1]));
            }
            before = now;
        }
        return before[to.length()];
    }
}
