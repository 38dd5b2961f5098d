package io.parley.packet;

import io.parley.kernel.Bytes;
import java.util.Collections;
import java.util.List;

/**
 * A payload to be sent: finished JSON, and the attachments that it refers to.
 *
 * @param json an array, or the one value of a CONNECT or CONNECT_ERROR, or empty
 */
record WrittenPayload(String name, boolean event, String json, List<Bytes> attachments, Binding binding)
        implements Payload {
    /** Reads the JSON again, each time: meant for the few who ask what will be sent. */
    @Override
    public Arguments arguments() {
        if (json.isEmpty()) {
            return Arguments.none();
        }
        var objects = attachments.isEmpty() ? ObjectRule.DATA : new Placeholders(attachments.size());
        var value = binding.ownText().read(json, 0, 0, objects);
        if (!(value instanceof List<?> elements)) {
            return new Arguments(Collections.singletonList(value), false, binding);
        }
        var arguments = event ? elements.subList(1, elements.size()) : elements;
        return attachments.isEmpty()
                ? new Arguments(arguments, false, binding)
                : new Arguments(Placeholders.filled(arguments, attachments), true, binding);
    }
}
