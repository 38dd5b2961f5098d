package io.parley.hazelcast;

import java.util.Optional;

/** Says in one line what is wrong with an object that is not of our classes. */
final class ForeignClass {
    private ForeignClass() {}

    /** @param wanted what it should have been */
    static String describe(Object given, Class<?> wanted) {
        var type = given.getClass();
        if (!isNamedSo(type, wanted.getName())) {
            return "it is no " + wanted.getSimpleName() + ", but a " + type.getName();
        }
        return "it is a " + wanted.getSimpleName() + " of other classes (" + placeOf(type)
                + ") than those that this web application sees (" + placeOf(wanted)
                + "): deploy the WAR without a Hazelcast of its own, so that both use that of the server";
    }

    private static boolean isNamedSo(Class<?> type, String name) {
        if (type.getName().equals(name)) {
            return true;
        }
        for (var above : type.getInterfaces()) {
            if (isNamedSo(above, name)) {
                return true;
            }
        }
        return type.getSuperclass() != null && isNamedSo(type.getSuperclass(), name);
    }

    /** Where a class was loaded from. */
    static String placeOf(Class<?> type) {
        return Optional.ofNullable(type.getProtectionDomain().getCodeSource())
                .map(source -> String.valueOf(source.getLocation()))
                .orElse("an unknown place");
    }
}
