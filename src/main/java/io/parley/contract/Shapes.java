package io.parley.contract;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * The shapes of Java's types as the parser writes them and reads them, which for the application's own types is what JSON-B
 * does; and the declarations that they need. Confined to one thread.
 */
final class Shapes {
    private static final Map<Class<?>, Shape> KNOWN = Map.ofEntries(
            Map.entry(boolean.class, Shape.TRUTH),
            Map.entry(Boolean.class, Shape.TRUTH),
            Map.entry(float.class, Shape.NUMBER),
            Map.entry(Float.class, Shape.NUMBER),
            Map.entry(double.class, Shape.NUMBER),
            Map.entry(Double.class, Shape.NUMBER),
            Map.entry(java.math.BigDecimal.class, Shape.NUMBER),
            Map.entry(Number.class, Shape.NUMBER),
            Map.entry(OptionalDouble.class, new Shape.OrNull(Shape.NUMBER)),
            Map.entry(byte.class, Shape.INTEGER),
            Map.entry(Byte.class, Shape.INTEGER),
            Map.entry(short.class, Shape.INTEGER),
            Map.entry(Short.class, Shape.INTEGER),
            Map.entry(int.class, Shape.INTEGER),
            Map.entry(Integer.class, Shape.INTEGER),
            Map.entry(long.class, Shape.INTEGER),
            Map.entry(Long.class, Shape.INTEGER),
            Map.entry(java.math.BigInteger.class, Shape.INTEGER),
            Map.entry(OptionalInt.class, new Shape.OrNull(Shape.INTEGER)),
            Map.entry(OptionalLong.class, new Shape.OrNull(Shape.INTEGER)),
            Map.entry(char.class, Shape.TEXT),
            Map.entry(Character.class, Shape.TEXT),
            Map.entry(byte[].class, Shape.BYTES),
            Map.entry(Instant.class, Shape.text("date-time")),
            Map.entry(OffsetDateTime.class, Shape.text("date-time")),
            Map.entry(LocalDate.class, Shape.text("date")),
            Map.entry(Duration.class, Shape.text("duration")),
            Map.entry(UUID.class, Shape.text("uuid")));

    /** In this order, also for those that extend them. */
    private static final Map<Class<?>, Shape> KNOWN_ABOVE = new LinkedHashMap<>();

    static {
        KNOWN_ABOVE.put(ByteBuffer.class, Shape.BYTES);
        KNOWN_ABOVE.put(io.parley.kernel.Bytes.class, Shape.BYTES);
        KNOWN_ABOVE.put(CharSequence.class, Shape.TEXT);
        KNOWN_ABOVE.put(JsonString.class, Shape.TEXT);
        KNOWN_ABOVE.put(JsonNumber.class, Shape.NUMBER);
        KNOWN_ABOVE.put(JsonArray.class, new Shape.Many(Shape.ANYTHING));
        KNOWN_ABOVE.put(jakarta.json.JsonObject.class, new Shape.Table(Shape.TEXT, Shape.ANYTHING));
        KNOWN_ABOVE.put(java.net.URI.class, Shape.text("uri"));
        KNOWN_ABOVE.put(java.net.URL.class, Shape.text("uri"));
        KNOWN_ABOVE.put(java.nio.file.Path.class, Shape.TEXT);
        KNOWN_ABOVE.put(Date.class, Shape.TEXT);
        KNOWN_ABOVE.put(Calendar.class, Shape.TEXT);
        KNOWN_ABOVE.put(TimeZone.class, Shape.TEXT);
    }

    private final Map<Class<?>, String> names = new HashMap<>();
    private final Set<String> taken = new HashSet<>(Set.of("Binary", "Failure"));
    private final Map<Class<?>, Declaration> declarations = new LinkedHashMap<>();
    private final Deque<Class<?>> undeclared = new ArrayDeque<>();

    /** The shape of a type; notes the declarations that it needs. */
    Shape of(Type type) {
        return of(type, Map.of());
    }

    /** The shape of a type in which some variables stand for something. */
    Shape of(Type type, Map<TypeVariable<?>, Shape> variables) {
        if (type instanceof Class<?> plain) {
            return of(plain);
        }
        if (type instanceof ParameterizedType generic) {
            return of(generic, variables);
        }
        if (type instanceof GenericArrayType array) {
            return new Shape.Many(of(array.getGenericComponentType(), variables));
        }
        if (type instanceof WildcardType wild) {
            return of(wild.getUpperBounds()[0], variables);
        }
        return variables.getOrDefault(type, Shape.ANYTHING);
    }

    private Shape of(ParameterizedType generic, Map<TypeVariable<?>, Shape> variables) {
        var raw = (Class<?>) generic.getRawType();
        var inside = Arrays.stream(generic.getActualTypeArguments())
                .map(argument -> of(argument, variables))
                .toList();
        if (raw == Optional.class) {
            return new Shape.OrNull(inside.get(0));
        }
        if (Iterable.class.isAssignableFrom(raw) && raw.getName().startsWith("java.")) {
            return new Shape.Many(inside.get(0));
        }
        if (Map.class.isAssignableFrom(raw) && raw.getName().startsWith("java.") && inside.size() == 2) {
            return new Shape.Table(
                    isTexts(generic.getActualTypeArguments()[0]) ? inside.get(0) : Shape.TEXT, inside.get(1));
        }
        return isOfTheApplication(raw) ? named(raw, inside) : of(raw);
    }

    private Shape of(Class<?> type) {
        var known = KNOWN.get(type);
        if (known != null) {
            return known;
        }
        if (type.isArray()) {
            return new Shape.Many(of(type.getComponentType()));
        }
        if (Enum.class.isAssignableFrom(type) && type != Enum.class) {
            return named(type, List.of());
        }
        for (var above : KNOWN_ABOVE.entrySet()) {
            if (above.getKey().isAssignableFrom(type)) {
                return above.getValue();
            }
        }
        if (type.getName().startsWith("java.time.")) {
            return Shape.TEXT;
        }
        if (Map.class.isAssignableFrom(type)) {
            return new Shape.Table(Shape.TEXT, Shape.ANYTHING);
        }
        if (Collection.class.isAssignableFrom(type)) {
            return new Shape.Many(Shape.ANYTHING);
        }
        if (!isOfTheApplication(type)) {
            return Shape.ANYTHING;
        }
        var unknown = Stream.of(type.getTypeParameters())
                .map(variable -> Shape.ANYTHING)
                .toList();
        return named(type, unknown);
    }

    /** Only texts can be the names of members. */
    private static boolean isTexts(Type key) {
        return key instanceof Class<?> plain && plain.isEnum();
    }

    private static boolean isOfTheApplication(Class<?> type) {
        return !type.isPrimitive()
                && !type.getName().startsWith("java.")
                && !type.getName().startsWith("jakarta.");
    }

    private Shape named(Class<?> type, List<Shape> arguments) {
        var declared = type.isEnum()
                        || type.getSuperclass() == null
                        || !type.getSuperclass().isEnum()
                ? type
                : type.getSuperclass(); // a constant with a body of its own
        var adapted = JsonbRules.adapted(declared);
        if (adapted != null) {
            return of(adapted);
        }
        if (!names.containsKey(declared)) {
            names.put(declared, freeName(declared));
            undeclared.add(declared);
        }
        return new Shape.Named(declared, arguments);
    }

    /** The simple name; if that is taken, with the name of the class around it, or of the package. */
    private String freeName(Class<?> type) {
        var parts = type.getName().split("[.$]", -1);
        var name = "";
        for (int i = parts.length - 1; i >= 0; i--) {
            name = parts[i] + (name.isEmpty() ? "" : "_" + name);
            if (taken.add(name)) {
                return name;
            }
        }
        throw new IllegalStateException("two classes of one name: " + type);
    }

    /** The name under which a class is declared. */
    String name(Class<?> type) {
        return String.valueOf(names.get(type));
    }

    /** Keeps a name from being given to a class. */
    void reserve(String name) {
        taken.add(name);
    }

    /** The declarations that the shapes so far need, those they need themselves included. */
    Map<Class<?>, Declaration> declarations() {
        for (var type = undeclared.poll(); type != null; type = undeclared.poll()) {
            declarations.put(type, declare(type));
        }
        return declarations;
    }

    private Declaration declare(Class<?> type) {
        var name = name(type);
        if (type.isEnum()) {
            return new Declaration.Texts(
                    name,
                    Arrays.stream(type.getEnumConstants())
                            .map(constant -> ((Enum<?>) constant).name())
                            .toList());
        }
        if (type.isSealed() && Modifier.isAbstract(type.getModifiers())) {
            return new Declaration.OneOf(
                    name,
                    Arrays.stream(type.getPermittedSubclasses()).map(this::of).toList());
        }
        var variables = new LinkedHashMap<TypeVariable<?>, Shape>();
        for (var variable : type.getTypeParameters()) {
            variables.put(variable, new Shape.Variable(variable.getName()));
        }
        var members = new ArrayList<Declaration.Member>();
        for (var property : JsonbRules.properties(type)) {
            var shape = shape(property, variables);
            boolean optional = property.isNullable() && !property.isWrittenAsNull();
            if (shape instanceof Shape.OrNull inside && !property.isWrittenAsNull()) {
                optional = true;
                shape = inside.shape();
            }
            boolean orNull = property.isNullable() && property.isWrittenAsNull() && !(shape instanceof Shape.OrNull);
            members.add(new Declaration.Member(property.name(), orNull ? new Shape.OrNull(shape) : shape, optional));
        }
        return new Declaration.Members(
                name, variables.keySet().stream().map(TypeVariable::getName).toList(), members);
    }

    private Shape shape(Property property, Map<TypeVariable<?>, Shape> variables) {
        if (property.isSpecial()) {
            return Shape.ANYTHING;
        }
        if (property.isFormatted()) {
            return Shape.TEXT;
        }
        var adapted = property.adapted();
        return adapted != null ? of(adapted) : of(property.type(), inherited(property, variables));
    }

    /** What the variables of the class that declares the property stand for in the one that inherits it. */
    private Map<TypeVariable<?>, Shape> inherited(Property property, Map<TypeVariable<?>, Shape> variables) {
        var known = new HashMap<TypeVariable<?>, Shape>(variables);
        for (var step : property.lineage()) {
            if (step instanceof ParameterizedType generic) {
                var parameters = ((Class<?>) generic.getRawType()).getTypeParameters();
                for (int i = 0; i < parameters.length; i++) {
                    known.put(parameters[i], of(generic.getActualTypeArguments()[i], known));
                }
            }
        }
        return known;
    }
}
