package io.parley;

import java.util.Map;

/** Decides whether a namespace that does not exist is made for a client that asks for it; must not block. */
@FunctionalInterface
public interface NamespaceMatcher {
    /**
     * Decides about one namespace.
     *
     * @param name the namespace, with its slash
     * @param auth what the client sent with its CONNECT; claims, not facts
     * @return whether the client may have it. What is thrown counts as no
     */
    boolean matches(String name, Map<String, Object> auth);
}
