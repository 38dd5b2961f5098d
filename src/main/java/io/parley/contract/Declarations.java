package io.parley.contract;

import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** All declarations of a contract. Immutable. */
final class Declarations {
    private final Map<Class<?>, Declaration> byType;

    Declarations(Map<Class<?>, Declaration> byType) {
        this.byType = new LinkedHashMap<>(byType);
    }

    /** That of a type which one of the contract's shapes names. */
    Declaration of(Shape.Named named) {
        return requireNonNull(byType.get(named.type()));
    }

    /** In the order in which they were needed. */
    Collection<Declaration> all() {
        return byType.values();
    }
}
