package io.parley.contract;

import java.util.List;

/**
 * An event.
 *
 * @param answer what it is answered with, if it is answered
 */
record ContractEvent(String name, List<Argument> arguments, Answers answers, Shape answer) {
    /** An argument; one that may be null may be left out at the end. */
    record Argument(String name, Shape shape) {}

    /** Who answers, and whether. */
    enum Answers {
        /** Nobody. */
        NONE,
        /** The server, with one value, or that it failed. */
        ONE,
        /** The server, with whatever it likes. */
        PERHAPS,
        /** The client, with one value. */
        CLIENTS
    }
}
