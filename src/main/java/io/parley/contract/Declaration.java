package io.parley.contract;

import java.util.List;

/** A type that has a name in the contract. */
sealed interface Declaration {
    /** The name, unique in the contract. */
    String name();

    /** An object with these members. */
    record Members(String name, List<String> variables, List<Member> members) implements Declaration {}

    /** One of these texts. */
    record Texts(String name, List<String> texts) implements Declaration {}

    /** One of these types. */
    record OneOf(String name, List<Shape> shapes) implements Declaration {}

    /**
     * A member of an object.
     *
     * @param optional whether it may be missing
     */
    record Member(String name, Shape shape, boolean optional) {}
}
