package io.parley.endpoint;

import java.lang.annotation.Annotation;

/** What a method of an endpoint is for. */
enum Kind {
    CONNECT(OnConnect.class),
    EVENT(OnEvent.class),
    ANY(OnAny.class),
    DISCONNECT(OnDisconnect.class),
    ERROR(OnError.class),
    USE(Use.class);

    private final Class<? extends Annotation> annotation;

    Kind(Class<? extends Annotation> annotation) {
        this.annotation = annotation;
    }

    Class<? extends Annotation> annotation() {
        return annotation;
    }

    @Override
    public String toString() {
        return "@" + annotation.getSimpleName();
    }
}
