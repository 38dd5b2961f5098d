package io.parley.planted.packet;

import jakarta.json.bind.annotation.JsonbSubtype;
import jakarta.json.bind.annotation.JsonbTypeInfo;
import java.beans.XMLDecoder;
import java.io.InputStream;

/** Classes that a text names. */
final class Named {
    private Named() {}

    static final class Looks {
        Class<?> of(String name) throws ClassNotFoundException {
            return Class.forName(name);
        }
    }

    static final class Loads {
        Class<?> of(String name) throws ClassNotFoundException {
            return Loads.class.getClassLoader().loadClass(name);
        }
    }

    @JsonbTypeInfo(@JsonbSubtype(alias = "tells", type = Tells.class))
    static final class Tells {}

    static final class Decodes {
        Object from(InputStream in) {
            try (var decoder = new XMLDecoder(in)) {
                return decoder.readObject();
            }
        }
    }

    static final class Knows {
        Class<?> of() {
            return Knows.class;
        }
    }
}
