package io.parley.contract;

import jakarta.json.bind.adapter.JsonbAdapter;
import jakarta.json.bind.annotation.JsonbTypeAdapter;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which properties a class has for JSON-B: public fields and getters, and those of the classes above. */
final class JsonbRules {
    private JsonbRules() {}

    /** Those of a record in the order of its components; else those of superclasses first, each in the order of names. */
    static Collection<Property> properties(Class<?> type) {
        if (type.isRecord()) {
            return Arrays.stream(type.getRecordComponents())
                    .map(component -> new Property(
                            component.getName(),
                            component.getGenericType(),
                            List.of(component, component.getAccessor(), field(type, component.getName())),
                            List.of()))
                    .filter(property -> !property.isTransient())
                    .toList();
        }
        Map<String, Property> properties = new LinkedHashMap<>();
        collect(type, List.of(), properties);
        return properties.values().stream()
                .filter(property -> !property.isTransient())
                .toList();
    }

    private static AnnotatedElement field(Class<?> type, String name) {
        try {
            return type.getDeclaredField(name);
        } catch (NoSuchFieldException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static void collect(Class<?> type, List<Type> lineage, Map<String, Property> properties) {
        for (var above : above(type)) {
            var deeper = new ArrayList<>(lineage);
            deeper.add(above);
            collect(raw(above), deeper, properties);
        }
        var declared = new TreeMap<String, Property>();
        for (var field : type.getDeclaredFields()) {
            if (Modifier.isPublic(field.getModifiers()) && isProperty(field)) {
                declared.put(field.getName(), property(type, field.getName(), field.getGenericType(), field, lineage));
            }
        }
        for (var method : type.getDeclaredMethods()) {
            var name = propertyOf(method);
            if (name != null) {
                declared.put(name, property(type, name, method.getGenericReturnType(), method, lineage));
            }
        }
        properties.putAll(declared);
    }

    private static List<Type> above(Class<?> type) {
        if (type.isInterface()) {
            return List.of(type.getGenericInterfaces());
        }
        var above = type.getGenericSuperclass();
        return above == null || above == Object.class ? List.of() : List.of(above);
    }

    private static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : (Class<?>) type;
    }

    private static boolean isProperty(Field field) {
        return !Modifier.isStatic(field.getModifiers())
                && !Modifier.isTransient(field.getModifiers())
                && !field.isSynthetic();
    }

    /** The property that a method gets; null if it is no getter. */
    private static @Nullable String propertyOf(Method method) {
        if (!Modifier.isPublic(method.getModifiers())
                || Modifier.isStatic(method.getModifiers())
                || method.isBridge()
                || method.getParameterCount() > 0
                || method.getReturnType() == void.class) {
            return null;
        }
        var name = method.getName();
        if (name.startsWith("get") && name.length() > 3) {
            return uncapitalized(name.substring(3));
        }
        return name.startsWith("is") && name.length() > 2 && method.getReturnType() == boolean.class
                ? uncapitalized(name.substring(2))
                : null;
    }

    private static String uncapitalized(String name) {
        boolean abbreviation =
                name.length() > 1 && Character.isUpperCase(name.charAt(0)) && Character.isUpperCase(name.charAt(1));
        return abbreviation ? name : Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }

    /** With the field and the setter of that name, which may be annotated as well. */
    private static Property property(Class<?> type, String name, Type of, AnnotatedElement getter, List<Type> lineage) {
        var parts = new ArrayList<>(List.of(getter));
        for (var field : type.getDeclaredFields()) {
            if (field.getName().equals(name) && field != getter) {
                parts.add(field);
            }
        }
        for (var method : type.getDeclaredMethods()) {
            if (method.getParameterCount() == 1
                    && method.getName().startsWith("set")
                    && method.getName().length() > 3
                    && uncapitalized(method.getName().substring(3)).equals(name)) {
                parts.add(method);
            }
        }
        return new Property(name, of, parts, lineage);
    }

    /** What the adapter that the class names makes of it; null: it names none. */
    static @Nullable Type adapted(Class<?> type) {
        var annotation = type.getAnnotation(JsonbTypeAdapter.class);
        return annotation == null ? null : adapted(annotation);
    }

    /** What an adapter makes of values. */
    static Type adapted(JsonbTypeAdapter annotation) {
        for (var implemented : annotation.value().getGenericInterfaces()) {
            if (implemented instanceof ParameterizedType generic && generic.getRawType() == JsonbAdapter.class) {
                return generic.getActualTypeArguments()[1];
            }
        }
        return Object.class;
    }
}
