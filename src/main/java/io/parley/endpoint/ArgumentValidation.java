package io.parley.endpoint;

import io.parley.EventRefusedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validation;
import jakarta.validation.ValidationException;
import jakarta.validation.Validator;
import jakarta.validation.ValidatorFactory;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Checks arguments by Bean Validation. Loaded only for endpoints that ask for it. Thread-safe. */
final class ArgumentValidation {
    /** More are not told to a client. */
    private static final int MOST_TOLD = 100;

    private final Validator validator;

    private ArgumentValidation(Validator validator) {
        this.validator = validator;
    }

    /** @throws EndpointException if there is nothing that checks */
    static ArgumentValidation of(Class<?> type) {
        return of(type, Validation::buildDefaultValidatorFactory);
    }

    static ArgumentValidation of(Class<?> type, Supplier<ValidatorFactory> factory) {
        try {
            return new ArgumentValidation(factory.get().getValidator());
        } catch (ValidationException | LinkageError missing) {
            throw new EndpointException(
                    type.getName() + " wants arguments to be valid, but Bean Validation is missing here: "
                            + missing.getMessage(),
                    missing);
        }
    }

    /** Whether there is anything to check for the method. */
    boolean concerns(Class<?> type, HandlerMethod handler) {
        var method = handler.method();
        var described = validator
                .getConstraintsForClass(type)
                .getConstraintsForMethod(method.getName(), method.getParameterTypes());
        return described != null && described.hasConstrainedParameters();
    }

    /** What is wrong with the values; null: nothing. */
    @Nullable
    Refusal check(Object instance, HandlerMethod handler, @Nullable Object[] values) {
        var violations = validator.forExecutables().validateParameters(instance, handler.method(), values);
        return violations.isEmpty()
                ? null
                : new Refusal(new ConstraintViolationException(violations), refusal(handler, violations));
    }

    private static EventRefusedException refusal(HandlerMethod handler, Set<? extends ConstraintViolation<?>> found) {
        var violations = found.stream()
                .map(violation -> told(handler, violation))
                .sorted(Comparator.comparing(Map::toString))
                .limit(MOST_TOLD)
                .toList();
        return new EventRefusedException("INVALID", "the arguments are not valid", Map.of("violations", violations));
    }

    private static Map<String, Object> told(HandlerMethod handler, ConstraintViolation<?> violation) {
        var told = new LinkedHashMap<String, Object>();
        var path = new StringBuilder();
        for (var node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.PARAMETER) {
                int parameter = node.as(Path.ParameterNode.class).getParameterIndex();
                told.put("argument", handler.signature().argumentIndex(parameter));
            } else if (node.getKind() != ElementKind.METHOD) {
                append(path, node);
            }
        }
        told.put("path", path.toString());
        told.put("message", violation.getMessage());
        return told;
    }

    private static void append(StringBuilder path, Path.Node node) {
        var place = node.getIndex() == null ? node.getKey() : node.getIndex();
        if (place != null) {
            path.append('[').append(place).append(']');
        }
        if (node.getKind() == ElementKind.PROPERTY) {
            path.append(path.isEmpty() ? "" : ".").append(node.getName());
        }
    }
}
