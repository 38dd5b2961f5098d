package io.parley.endpoint;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.List;

/**
 * An event that an endpoint takes, for tools that describe it to others. Immutable.
 *
 * @param path of the server; empty: that of the settings
 * @param namespace as in the annotation, perhaps with asterisks
 * @param event the name
 * @param arguments the parameters that are arguments of the event, in order, with their annotations and generic types
 * @param answer what a client that waits is answered with: that of a {@code CompletionStage} is what it completes with;
 *     {@code void} for an answer without a value; {@link Object} when the method answers by itself
 * @param method the method itself
 */
public record EventDescription(
        String path, String namespace, String event, List<Parameter> arguments, Type answer, Method method) {}
