package io.parley.packet;

import io.parley.kernel.Bytes;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of an event or an acknowledgement. Immutable and thread-safe.
 *
 * <!-- sample: statements
 * public record Draft(String text) {} -->
 * <pre>{@code
 * socket.on("save", event -> {
 *     String title = event.arguments().get(0, String.class);
 *     Draft draft = event.arguments().get(1, Draft.class);   // a public record or bean, by JSON-B
 *     byte[] picture = event.arguments().get(2, byte[].class);
 * });
 * }</pre>
 *
 * <p>May itself be given as an argument wherever arguments are sent, and then stands for all that it holds: to pass
 * arguments on like this is cheaper than to take them out one by one.
 */
public final class Arguments {
    private static final int MAX_DEPTH = ParserLimits.defaults().maxDepth();
    private static final Arguments NONE = new Arguments(List.of(), false, null);

    private final List<@Nullable Object> held;
    private final boolean binary;
    private final @Nullable Binding binding;

    /**
     * Takes over a list that nobody will change: of plain values, with {@link Bytes} for attachments.
     *
     * @param binary whether there may be attachments among them
     * @param binding for types that only JSON-B knows; null if there is none yet
     */
    @SuppressWarnings("unchecked") // a view that is never written to
    Arguments(List<?> held, boolean binary, @Nullable Binding binding) {
        this.held = (List<@Nullable Object>) held;
        this.binary = binary;
        this.binding = binding;
    }

    /**
     * {@return arguments that no client sent, for tests and the like}
     *
     * @param values maps, collections and arrays are copied, numbers become Long, Double or BigDecimal, bytes become
     *     attachments; other objects are kept as they are
     * @throws IllegalArgumentException if a value contains itself, or is nested deeper than 64
     */
    public static Arguments of(@Nullable Object... values) {
        return new Arguments(PlainValues.copyOf(Arrays.asList(values), MAX_DEPTH), true, null);
    }

    static Arguments none() {
        return NONE;
    }

    /** {@return the number of arguments} */
    public int size() {
        return held.size();
    }

    /** {@return whether there are no arguments} */
    public boolean isEmpty() {
        return held.isEmpty();
    }

    /**
     * An argument as the Java value next to its JSON: String; Boolean; Long for an integer that fits; Double for
     * another number that fits (up to 18 digits); BigDecimal for the rest; Map in the order of the text and List, both
     * immutable; {@code byte[]}, a copy, for an attachment or other bytes; null. From MessagePack also an
     * {@link java.time.Instant} for a date, and a Double that is no number.
     *
     * @param index from 0
     * @return null also if there are not so many arguments
     */
    public @Nullable Object get(int index) {
        return exposed(held(index));
    }

    /**
     * An argument as a certain type. Inside a type that JSON-B makes, JSON-B's own rules hold, but that bytes may be
     * anywhere, that a number which an {@code int} or {@code long} cannot hold does not fit, and that a text which
     * stands for a BigDecimal, BigInteger or Number is bounded like a number (a JsonbNumberFormat on one has no
     * effect). A member of type Object is given its natural value, of which maps and lists can be changed.
     *
     * @param <T> the type asked for
     * @param index from 0
     * @param type String, a number (boxed or primitive; never rounded to an integer, and never cut), boolean,
     *     Character, {@code byte[]}, a read-only {@link ByteBuffer}, Map, List, Object; any other type, such as a
     *     record, bean, enum, array or date, through JSON-B, for which it must be public
     * @return null if the argument is null or there are not so many, unless the type is primitive
     * @throws IllegalArgumentException if the argument does not fit; the message names index and type
     */
    public <T> @Nullable T get(int index, Class<T> type) {
        var value = held(index);
        if (value == null && !type.isPrimitive()) {
            return null;
        }
        try {
            return convert(value, type);
        } catch (RuntimeException failure) { // JSON-B runs the type's own code
            throw misfit(index, Binding.nameOf(type), failure);
        }
    }

    /**
     * An argument as a certain type, which may have type arguments, such as a list of records.
     *
     * @param index from 0
     * @param type a class, as for {@link #get(int, Class)}; or what a field, method or parameter says that it is of, in which
     *     there are only types that JSON-B knows
     * @return null if the argument is null or there are not so many, unless the type is primitive
     * @throws IllegalArgumentException if the argument does not fit; the message names index and type
     */
    public @Nullable Object get(int index, Type type) {
        if (type instanceof Class<?> known) {
            return get(index, known);
        }
        var value = exposed(held(index));
        try {
            return value == null ? null : binding().object(value, type);
        } catch (RuntimeException failure) { // JSON-B runs the type's own code
            throw misfit(index, type.getTypeName(), failure);
        }
    }

    @SuppressWarnings("unchecked") // the class object of a primitive type does not cast
    private <T> T convert(@Nullable Object value, Class<T> type) {
        if (value == null) {
            throw new IllegalArgumentException("null");
        }
        if (value instanceof Bytes bytes && (type == ByteBuffer.class || type == Bytes.class)) {
            return type.cast(type == Bytes.class ? bytes : bytes.asBuffer());
        }
        var exposed = exposed(value);
        var direct = Conversion.to(type);
        if (direct != null) {
            return (T) direct.apply(exposed);
        }
        return type.isInstance(exposed) ? type.cast(exposed) : (T) binding().object(value, type);
    }

    private Binding binding() {
        return binding == null ? Binding.standard() : binding;
    }

    private static IllegalArgumentException misfit(int index, String type, Throwable cause) {
        return new IllegalArgumentException("argument " + index + " is no " + type, cause);
    }

    /** {@return all arguments, each as by {@link #get(int)}; immutable} */
    public List<@Nullable Object> toList() {
        return binary ? PlainValues.exposed(held) : Collections.unmodifiableList(held);
    }

    private @Nullable Object held(int index) {
        return index < held.size() ? held.get(index) : null;
    }

    private @Nullable Object exposed(@Nullable Object value) {
        return binary ? PlainValues.exposed(value) : value;
    }

    /** The plain values, with {@link Bytes} for attachments: what can be written again without conversion. */
    List<@Nullable Object> held() {
        return held;
    }

    /** Whether the other's arguments are equal, attachments by content. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Arguments that && held.equals(that.held);
    }

    @Override
    public int hashCode() {
        return held.hashCode();
    }

    /** Only how many there are: for logs, which must not hold what users send. */
    @Override
    public String toString() {
        return "Arguments[" + held.size() + "]";
    }
}
