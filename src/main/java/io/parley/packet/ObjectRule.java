package io.parley.packet;

import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a JSON object that has just been read stands for. */
@FunctionalInterface
interface ObjectRule {
    /** Every object is data. */
    ObjectRule DATA = Collections::unmodifiableMap;

    /** The value of an object with these members: the immutable map itself, or what it refers to. */
    Object valueOf(Map<String, @Nullable Object> members);
}
