package io.parley.endpoint;

import org.jspecify.annotations.Nullable;

/**
 * A method for an event.
 *
 * @param validation null: there is nothing to check
 */
record BoundEvent(HandlerMethod handler, @Nullable ArgumentValidation validation) {
    /** Why the values are not what the method asks for; null if they are. */
    @Nullable
    Refusal refusal(Object instance, @Nullable Object[] values) {
        return validation == null ? null : validation.check(instance, handler, values);
    }
}
