package io.parley.endpoint;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A class is no endpoint as it is written. The message names class and method, and says what is wrong; for who deploys. */
public final class EndpointException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * With a message.
     *
     * @param message names the class, and says what is wrong
     */
    public EndpointException(String message) {
        super(message);
    }

    EndpointException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static EndpointException of(Class<?> type, String wrong) {
        return new EndpointException(type.getName() + " " + wrong);
    }

    static EndpointException of(Method method, String wrong) {
        return new EndpointException(nameOf(method) + " " + wrong);
    }

    /** Like {@code app.Chat.message(Message, Socket)}. */
    static String nameOf(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(
                        ", ", method.getDeclaringClass().getName() + "." + method.getName() + "(", ")"));
    }
}
