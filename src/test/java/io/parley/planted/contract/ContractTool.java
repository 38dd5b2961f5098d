package io.parley.planted.contract;

import io.parley.planted.transport.Door;
import jakarta.json.JsonValue;

/** May use JSON, and load classes. */
final class ContractTool {
    final JsonValue value = JsonValue.NULL;

    Class<?> load(String name) throws ClassNotFoundException {
        return Class.forName(name);
    }

    static final class OpensDoors {
        final Class<?> sideways = Door.class;
    }
}
