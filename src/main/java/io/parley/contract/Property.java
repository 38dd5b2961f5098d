package io.parley.contract;

import jakarta.json.bind.annotation.JsonbDateFormat;
import jakarta.json.bind.annotation.JsonbNillable;
import jakarta.json.bind.annotation.JsonbNumberFormat;
import jakarta.json.bind.annotation.JsonbProperty;
import jakarta.json.bind.annotation.JsonbTransient;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import jakarta.json.bind.annotation.JsonbTypeSerializer;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A property of a class as JSON-B sees it.
 *
 * @param javaName its name in Java
 * @param type what it is of
 * @param parts the field, the methods and the like that make it, of which each may be annotated
 * @param lineage the generic types from the class down to where it is declared
 */
record Property(String javaName, Type type, List<AnnotatedElement> parts, List<Type> lineage) {
    boolean isTransient() {
        return has(JsonbTransient.class);
    }

    /** Its name on the wire. */
    String name() {
        return find(JsonbProperty.class)
                .map(JsonbProperty::value)
                .filter(name -> !name.isEmpty())
                .orElse(javaName);
    }

    /** Whether an annotation says that it may be null, whoever's annotation it is. */
    boolean isNullable() {
        return isWrittenAsNull()
                || parts.stream().anyMatch(part -> Stream.concat(
                                Arrays.stream(part.getAnnotations()), Arrays.stream(annotationsOfType(part)))
                        .anyMatch(Property::saysNullable));
    }

    static boolean saysNullable(Annotation annotation) {
        return annotation.annotationType().getSimpleName().equals("Nullable");
    }

    private static Annotation[] annotationsOfType(AnnotatedElement part) {
        AnnotatedType type = null;
        if (part instanceof Field field) {
            type = field.getAnnotatedType();
        } else if (part instanceof RecordComponent component) {
            type = component.getAnnotatedType();
        } else if (part instanceof Method method) {
            type = method.getAnnotatedReturnType();
        }
        return type == null ? new Annotation[0] : type.getAnnotations();
    }

    /** Whether null is written, and not left out. */
    @SuppressWarnings("deprecation") // what applications have
    boolean isWrittenAsNull() {
        return find(JsonbProperty.class).filter(JsonbProperty::nillable).isPresent()
                || find(JsonbNillable.class).map(JsonbNillable::value).orElse(declaresNillable());
    }

    private boolean declaresNillable() {
        return parts.stream()
                .filter(Member.class::isInstance)
                .map(part -> ((Member) part).getDeclaringClass().getAnnotation(JsonbNillable.class))
                .anyMatch(nillable -> nillable != null && nillable.value());
    }

    /** Whether it is written as text of a format. */
    boolean isFormatted() {
        return has(JsonbDateFormat.class) || has(JsonbNumberFormat.class);
    }

    /** Whether its own code writes it. */
    boolean isSpecial() {
        return has(JsonbTypeSerializer.class);
    }

    /** What an adapter makes of it; null: there is none. */
    @Nullable
    Type adapted() {
        return find(JsonbTypeAdapter.class).map(JsonbRules::adapted).orElse(null);
    }

    private boolean has(Class<? extends Annotation> annotation) {
        return find(annotation).isPresent();
    }

    private <A extends Annotation> Optional<A> find(Class<A> annotation) {
        return parts.stream()
                .filter(part -> part.isAnnotationPresent(annotation))
                .map(part -> part.getAnnotation(annotation))
                .findFirst();
    }
}
