package io.parley.planted.packet;

import jakarta.json.JsonValue;

/** May use JSON. */
public final class Letter {
    final JsonValue value = JsonValue.NULL;
}
