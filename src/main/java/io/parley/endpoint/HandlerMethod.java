package io.parley.endpoint;

import io.parley.Event;
import io.parley.Socket;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A method of an endpoint, checked and ready to be called. Immutable and thread-safe. */
final class HandlerMethod {
    private final Method method;
    private final Kind kind;
    private final Signature signature;
    private final Source[] sources;
    private final MethodHandle handle;
    private final Access access;

    /** @throws EndpointException if the method cannot be one of that kind */
    HandlerMethod(Method method, Kind kind) {
        this.method = method;
        this.kind = kind;
        if (Modifier.isStatic(method.getModifiers())) {
            throw EndpointException.of(method, "is " + kind + " and must not be static");
        }
        this.signature = new Signature(method, kind);
        this.sources = signature.sources();
        this.access = Access.of(method);
        if (kind != Kind.EVENT && !access.equals(Access.OPEN)) {
            throw EndpointException.of(
                    method, "is " + kind + "; roles are for the class, or for methods with " + Kind.EVENT);
        }
        requireFittingAnswer();
        this.handle = handle(method);
    }

    private void requireFittingAnswer() {
        boolean answers = method.getReturnType() != void.class;
        if (kind == Kind.EVENT && answers && signature.takesAck()) {
            throw EndpointException.of(method, "has an Ack to answer with, and returns an answer; only one can be");
        }
        if (kind != Kind.EVENT && kind != Kind.ERROR && answers) {
            throw EndpointException.of(method, "is " + kind + " and must return nothing");
        }
        if (kind == Kind.ERROR && CompletionStage.class.isAssignableFrom(method.getReturnType())) {
            throw EndpointException.of(method, "is " + kind + " and has to return the answer itself");
        }
    }

    private static MethodHandle handle(Method method) {
        try {
            method.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflect(method)
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object.class, Object[].class));
        } catch (IllegalAccessException | RuntimeException closed) {
            throw new EndpointException(EndpointException.nameOf(method) + " cannot be called", closed);
        }
    }

    Method method() {
        return method;
    }

    Signature signature() {
        return signature;
    }

    Access access() {
        return access;
    }

    /** The values for one call; throws an {@link io.parley.InvalidArgumentException} if one does not fit. */
    @Nullable
    Object[] values(Socket socket, @Nullable Event event, @Nullable Object other) {
        var values = new @Nullable Object[sources.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = sources[i].value(socket, event, other);
        }
        return values;
    }

    /** {@return what the method returns} Throws what it throws. */
    @Nullable
    Object call(Object instance, @Nullable Object[] values) throws Throwable {
        return (Object) handle.invokeExact(instance, values);
    }

    /** What the client is answered with: see {@link EventDescription}. */
    Type answer() {
        var type = method.getGenericReturnType();
        if (method.getReturnType() == void.class) {
            return answersItself() ? Object.class : void.class;
        }
        if (CompletionStage.class.isAssignableFrom(method.getReturnType())) {
            var later = type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
            return later == Void.class ? void.class : later;
        }
        return type == Void.class ? void.class : type;
    }

    boolean answersItself() {
        return method.getReturnType() == void.class && (signature.takesAck() || signature.takesEvent());
    }
}
