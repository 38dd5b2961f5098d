package io.parley.contract;

import java.util.List;

/** What a value looks like on the wire. */
sealed interface Shape {
    /** Text. */
    Shape TEXT = new Plain("string", "string", "");
    /** A number with a fraction. */
    Shape NUMBER = new Plain("number", "number", "");
    /** A number without. */
    Shape INTEGER = new Plain("number", "integer", "");
    /** True or false. */
    Shape TRUTH = new Plain("boolean", "boolean", "");
    /** Bytes, which travel beside the text. */
    Shape BYTES = new Plain("Binary", "string", "binary");
    /** Of which nothing is known. */
    Shape ANYTHING = new Plain("unknown", "", "");

    /**
     * A value that has no parts.
     *
     * @param typescript its type there
     * @param json its type in a JSON schema; empty: any
     * @param format its format there; empty: none
     */
    record Plain(String typescript, String json, String format) implements Shape {}

    /** Text of a certain format. */
    static Shape text(String format) {
        return new Plain("string", "string", format);
    }

    /** An array. */
    record Many(Shape element) implements Shape {}

    /** An object whose names are values themselves. */
    record Table(Shape key, Shape value) implements Shape {}

    /** A value, or null. */
    record OrNull(Shape shape) implements Shape {}

    /** A type that is declared elsewhere, with what its variables stand for. */
    record Named(Class<?> type, List<Shape> arguments) implements Shape {}

    /** What a declaration leaves open. */
    record Variable(String name) implements Shape {}
}
