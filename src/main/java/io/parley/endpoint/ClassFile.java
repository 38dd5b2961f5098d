package io.parley.endpoint;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of a class: what reflection does not tell, since it hides annotations whose classes are missing. One that
 * protects something must not be lost silently.
 */
final class ClassFile {
    private ClassFile() {}

    /**
     * Whether the class mentions a type whose name begins so; false if its bytes cannot be found.
     *
     * @param name like {@code jakarta.validation.Valid} or {@code jakarta.validation.constraints.}
     */
    static boolean mentions(Class<?> type, String name) {
        var file = type.getName().substring(type.getName().lastIndexOf('.') + 1) + ".class";
        try (var bytes = type.getResourceAsStream(file)) {
            // names in a class file are in UTF-8, these in ASCII
            return bytes != null
                    && new String(bytes.readAllBytes(), StandardCharsets.ISO_8859_1)
                            .contains("L" + name.replace('.', '/'));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
