package io.parley.packet;

import io.parley.kernel.Bytes;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects <code>{"_placeholder":true,"num":…}</code> that stand for attachments in the JSON of a packet that
 * announced some. In a packet without attachments such an object is data. Each of the announced attachments has exactly
 * one placeholder. Confined to one call.
 */
final class Placeholders implements ObjectRule {
    /** The member that makes an object a placeholder, if it is true. */
    static final String FLAG = "_placeholder";

    private static final String INDEX = "num";

    private final BitSet seen = new BitSet();
    private final int announced;

    Placeholders(int announced) {
        this.announced = announced;
    }

    /** Puts each attachment where its placeholder is: a copy of values that were read by this rule. */
    static List<@Nullable Object> filled(List<?> values, List<Bytes> attachments) {
        return PlainValues.copyOf(
                values, leaf -> leaf instanceof Placeholder placeholder ? attachments.get(placeholder.index) : leaf);
    }

    @Override
    public Object valueOf(Map<String, @Nullable Object> members) {
        if (members.get(FLAG) != Boolean.TRUE) {
            return Collections.unmodifiableMap(members);
        }
        if (!(members.get(INDEX) instanceof Long index) || index < 0 || index >= announced) {
            throw new InvalidPacketException("illegal attachments");
        }
        if (seen.get(index.intValue())) {
            throw new InvalidPacketException("attachment used twice");
        }
        seen.set(index.intValue());
        return new Placeholder(index.intValue());
    }

    /** Call it when all has been read. */
    void requireAll() {
        if (seen.cardinality() < announced) {
            throw new InvalidPacketException("attachment without placeholder");
        }
    }

    /** What stands for an attachment among the values until it has come. */
    private record Placeholder(int index) {}
}
