package io.parley.packet;

import io.parley.kernel.Bytes;
import java.util.Collections;
import java.util.List;

/**
 * A payload to be sent: finished MessagePack.
 *
 * @param data an array, or the one value of a CONNECT or CONNECT_ERROR, or empty
 */
record MsgpackPayload(String name, boolean event, Bytes data, Binding binding) implements Payload {
    /** Reads the data again, each time: meant for the few who ask what will be sent. */
    @Override
    public Arguments arguments() {
        if (data.size() == 0) {
            return Arguments.none();
        }
        var value = new MsgpackReader(data, Integer.MAX_VALUE, Integer.MAX_VALUE, Long.MAX_VALUE).read(0);
        if (!(value instanceof List<?> elements)) {
            return new Arguments(Collections.singletonList(value), true, binding);
        }
        return new Arguments(event ? elements.subList(1, elements.size()) : elements, true, binding);
    }
}
