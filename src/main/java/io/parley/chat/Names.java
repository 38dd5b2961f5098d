package io.parley.chat;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What names of people and rooms may look like. Stateless. */
final class Names {
    /** Characters (UTF-16 units) of a person's name at most. */
    static final int LONGEST_PERSON = 32;
    /** Characters (UTF-16 units) of a room's name at most. */
    static final int LONGEST_ROOM = 64;

    private static final Pattern SPACES = Pattern.compile("[\\s\\p{Z}]+");
    /** Control characters, and those that turn the direction of the text around them or are not seen at all. */
    private static final Pattern FORBIDDEN =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\u061C\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u206F\\uFEFF]");

    private Names() {}

    /** The name of a person as it is shown: trimmed, each gap one space. Empty if it is no name of 1–32 characters. */
    static Optional<String> person(@Nullable Object given) {
        return name(given, LONGEST_PERSON);
    }

    /** The name of a room as it is shown, likewise of 1–64 characters. */
    static Optional<String> room(@Nullable Object given) {
        return name(given, LONGEST_ROOM);
    }

    /** What names that look alike have in common: "Ada", "ada" and "ＡＤＡ" are the same name. */
    static String folded(String name) {
        return Normalizer.normalize(name, Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private static Optional<String> name(@Nullable Object given, int longest) {
        if (!(given instanceof String text) || text.length() > 4 * longest) {
            return Optional.empty();
        }
        var trimmed = SPACES.matcher(text.strip()).replaceAll(" ");
        var name = Normalizer.normalize(trimmed, Form.NFC);
        boolean fits = !name.isBlank()
                && name.length() <= longest
                && !FORBIDDEN.matcher(name).find();
        return fits ? Optional.of(name) : Optional.empty();
    }
}
