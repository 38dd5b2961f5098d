package io.parley.packet;

import io.parley.kernel.Bytes;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The objects <code>{"_placeholder":true,"num":…}</code> that stand for attachments in the JSON of a packet that
 * announced some. In a packet without attachments such an object is data.
 */
final class Placeholders {
    /** The member that makes an object a placeholder, if it is true. */
    static final String FLAG = "_placeholder";

    private static final String INDEX = "num";

    private Placeholders() {}

    /** Puts each attachment where its placeholder is. The placeholders have been checked. */
    static ObjectRule filledFrom(List<Bytes> attachments) {
        return members -> isPlaceholder(members) && members.get(INDEX) instanceof Long index
                ? attachments.get(index.intValue())
                : Collections.unmodifiableMap(members);
    }

    private static boolean isPlaceholder(Map<String, @Nullable Object> members) {
        return members.get(FLAG) == Boolean.TRUE;
    }

    /** Checks that each of the announced attachments has exactly one placeholder. Confined to one call. */
    static final class Check implements ObjectRule {
        private final BitSet seen = new BitSet();
        private final int announced;

        Check(int announced) {
            this.announced = announced;
        }

        @Override
        public Object valueOf(Map<String, @Nullable Object> members) {
            if (!isPlaceholder(members)) {
                return Collections.unmodifiableMap(members);
            }
            if (!(members.get(INDEX) instanceof Long index) || index < 0 || index >= announced) {
                throw new InvalidPacketException("illegal attachments");
            }
            if (seen.get(index.intValue())) {
                throw new InvalidPacketException("attachment used twice");
            }
            seen.set(index.intValue());
            return Bytes.empty();
        }

        void requireAll() {
            if (seen.cardinality() < announced) {
                throw new InvalidPacketException("attachment without placeholder");
            }
        }
    }
}
