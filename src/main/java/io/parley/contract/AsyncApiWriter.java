package io.parley.contract;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Writes a contract as AsyncAPI 3.0.0. A generic type is written once for each use, since a JSON schema has no variables.
 */
final class AsyncApiWriter {
    private final Declarations declarations;
    /** The names of the types that are referred to, and those of them that have no schema yet. */
    private final Set<String> named = new HashSet<>();

    private final Deque<Shape.Named> due = new ArrayDeque<>();

    AsyncApiWriter(Declarations declarations) {
        this.declarations = declarations;
    }

    String text(List<ContractNamespace> namespaces, String title, String version) {
        var channels = Json.createObjectBuilder();
        var operations = Json.createObjectBuilder();
        for (var namespace : namespaces) {
            var key = namespace.prefix().isEmpty() ? "root" : namespace.prefix();
            var messages = new Messages(key);
            namespace.received().forEach(event -> messages.operation(operations, "receive", event));
            namespace.emitted().forEach(event -> messages.operation(operations, "send", event));
            channels.add(
                    key,
                    Json.createObjectBuilder()
                            .add("address", namespace.name())
                            .add("title", "Namespace " + namespace.name())
                            .add("messages", messages.built));
        }
        var document = Json.createObjectBuilder()
                .add("asyncapi", "3.0.0")
                .add("info", Json.createObjectBuilder().add("title", title).add("version", version))
                .add("defaultContentType", "application/json")
                .add("channels", channels)
                .add("operations", operations)
                .add("components", Json.createObjectBuilder().add("schemas", schemas()))
                .build();
        return pretty(document);
    }

    private static String pretty(JsonObject document) {
        var text = new StringWriter();
        try (var writer = Json.createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.write(document);
        }
        return text.toString().strip() + "\n";
    }

    private JsonObject schemas() {
        var schemas = new TreeMap<String, JsonValue>(Map.of("Failure", failure()));
        for (var type = due.poll(); type != null; type = due.poll()) {
            schemas.put(name(type), declared(type));
        }
        var built = Json.createObjectBuilder();
        schemas.forEach(built::add);
        return built.build();
    }

    private static JsonObject failure() {
        var text = Json.createObjectBuilder().add("type", "string").build();
        var error = Json.createObjectBuilder()
                .add("type", "object")
                .add("properties", Json.createObjectBuilder().add("code", text).add("message", text))
                .add("required", Json.createArrayBuilder().add("code").add("message"));
        return Json.createObjectBuilder()
                .add("type", "object")
                .add("properties", Json.createObjectBuilder().add("error", error))
                .add("required", Json.createArrayBuilder().add("error"))
                .build();
    }

    private JsonObject declared(Shape.Named type) {
        var declaration = declarations.of(type);
        if (declaration instanceof Declaration.Texts texts) {
            return Json.createObjectBuilder()
                    .add("type", "string")
                    .add("enum", Json.createArrayBuilder(texts.texts()))
                    .build();
        }
        if (declaration instanceof Declaration.OneOf oneOf) {
            return anyOf(oneOf.shapes(), Map.of());
        }
        var object = (Declaration.Members) declaration;
        var variables = new HashMap<String, Shape>();
        for (int i = 0; i < object.variables().size(); i++) {
            variables.put(object.variables().get(i), type.arguments().get(i));
        }
        var properties = Json.createObjectBuilder();
        var required = Json.createArrayBuilder();
        for (var member : object.members()) {
            properties.add(member.name(), schema(member.shape(), variables));
            if (!member.optional()) {
                required.add(member.name());
            }
        }
        return withRequired(Json.createObjectBuilder().add("type", "object").add("properties", properties), required);
    }

    private static JsonObject withRequired(JsonObjectBuilder object, JsonArrayBuilder required) {
        var names = required.build();
        return names.isEmpty() ? object.build() : object.add("required", names).build();
    }

    private JsonObject schema(Shape shape, Map<String, Shape> variables) {
        if (shape instanceof Shape.Plain plain) {
            var schema = Json.createObjectBuilder();
            if (!plain.json().isEmpty()) {
                schema.add("type", plain.json());
            }
            if (!plain.format().isEmpty()) {
                schema.add("format", plain.format());
            }
            return schema.build();
        }
        if (shape instanceof Shape.Many many) {
            return Json.createObjectBuilder()
                    .add("type", "array")
                    .add("items", schema(many.element(), variables))
                    .build();
        }
        if (shape instanceof Shape.Table table) {
            return Json.createObjectBuilder()
                    .add("type", "object")
                    .add("additionalProperties", schema(table.value(), variables))
                    .build();
        }
        if (shape instanceof Shape.OrNull orNull) {
            return Json.createObjectBuilder()
                    .add(
                            "anyOf",
                            Json.createArrayBuilder()
                                    .add(schema(orNull.shape(), variables))
                                    .add(Json.createObjectBuilder().add("type", "null")))
                    .build();
        }
        if (shape instanceof Shape.Variable variable) {
            return schema(variables.getOrDefault(variable.name(), Shape.ANYTHING), variables);
        }
        return reference((Shape.Named) substituted(shape, variables));
    }

    private JsonObject anyOf(Collection<Shape> shapes, Map<String, Shape> variables) {
        var any = Json.createArrayBuilder();
        shapes.forEach(shape -> any.add(schema(shape, variables)));
        return Json.createObjectBuilder().add("anyOf", any).build();
    }

    private JsonObject reference(Shape.Named type) {
        var name = name(type);
        if (named.add(name)) {
            due.add(type);
        }
        return Json.createObjectBuilder()
                .add("$ref", "#/components/schemas/" + name)
                .build();
    }

    /** With what its variables stand for, so that each use has a name of its own. */
    private String name(Shape shape) {
        if (shape instanceof Shape.Named type) {
            var name = new StringBuilder(declarations.of(type).name());
            type.arguments().forEach(argument -> name.append("_of_").append(name(argument)));
            return name.toString();
        }
        if (shape instanceof Shape.Many many) {
            return "array_of_" + name(many.element());
        }
        if (shape instanceof Shape.Table table) {
            return "map_of_" + name(table.value());
        }
        if (shape instanceof Shape.OrNull orNull) {
            return name(orNull.shape()) + "_or_null";
        }
        return shape instanceof Shape.Plain plain
                ? plain.typescript() + (plain.format().isEmpty() ? "" : "_" + plain.format())
                : "unknown";
    }

    private static Shape substituted(Shape shape, Map<String, Shape> variables) {
        if (shape instanceof Shape.Variable variable) {
            return variables.getOrDefault(variable.name(), Shape.ANYTHING);
        }
        if (shape instanceof Shape.Many many) {
            return new Shape.Many(substituted(many.element(), variables));
        }
        if (shape instanceof Shape.Table table) {
            return new Shape.Table(table.key(), substituted(table.value(), variables));
        }
        if (shape instanceof Shape.OrNull orNull) {
            return new Shape.OrNull(substituted(orNull.shape(), variables));
        }
        return shape instanceof Shape.Named type
                ? new Shape.Named(
                        type.type(),
                        type.arguments().stream()
                                .map(argument -> substituted(argument, variables))
                                .toList())
                : shape;
    }

    /** The messages of a channel, under keys that are unique in it. */
    private final class Messages {
        final String channel;
        final JsonObjectBuilder built = Json.createObjectBuilder();
        private final Set<String> keys = new LinkedHashSet<>();

        Messages(String channel) {
            this.channel = channel;
        }

        void operation(JsonObjectBuilder operations, String action, ContractEvent event) {
            var key = add(action, event.name(), event.name(), arguments(event));
            var operation = Json.createObjectBuilder()
                    .add("action", action)
                    .add("channel", reference("#/channels/" + channel))
                    .add("messages", Json.createArrayBuilder().add(message(key)));
            if (event.answers() != ContractEvent.Answers.NONE) {
                var answer = add(key, "ack", event.name() + " (ack)", answer(event));
                operation.add(
                        "reply",
                        Json.createObjectBuilder()
                                .add("channel", reference("#/channels/" + channel))
                                .add("messages", Json.createArrayBuilder().add(message(answer))));
            }
            operations.add(channel + "_" + key, operation);
        }

        private String add(String before, String part, String title, JsonObject payload) {
            var wanted = before + "_" + part.replaceAll("[^A-Za-z0-9_-]", "_");
            var key = wanted;
            for (int number = 2; !keys.add(key); number++) {
                key = wanted + "_" + number;
            }
            built.add(key, Json.createObjectBuilder().add("name", title).add("payload", payload));
            return key;
        }

        private JsonObject message(String key) {
            return reference("#/channels/" + channel + "/messages/" + key);
        }

        private static JsonObject reference(String where) {
            return Json.createObjectBuilder().add("$ref", where).build();
        }

        private JsonObject arguments(ContractEvent event) {
            var items = Json.createArrayBuilder();
            int least = 0;
            for (int i = 0; i < event.arguments().size(); i++) {
                var argument = event.arguments().get(i);
                items.add(Json.createObjectBuilder(schema(argument.shape(), Map.of()))
                        .add("title", argument.name()));
                if (!(argument.shape() instanceof Shape.OrNull)) {
                    least = i + 1;
                }
            }
            return array(items, least);
        }

        private JsonObject answer(ContractEvent event) {
            if (event.answers() == ContractEvent.Answers.PERHAPS) {
                return Json.createObjectBuilder().add("type", "array").build();
            }
            var value = schema(event.answer(), Map.of());
            if (event.answers() == ContractEvent.Answers.ONE) {
                value = Json.createObjectBuilder()
                        .add(
                                "anyOf",
                                Json.createArrayBuilder().add(value).add(reference("#/components/schemas/Failure")))
                        .build();
            }
            return array(Json.createArrayBuilder().add(value), 1);
        }

        private static JsonObject array(JsonArrayBuilder items, int least) {
            var schemas = items.build();
            var array = Json.createObjectBuilder().add("type", "array");
            if (!schemas.isEmpty()) {
                array.add("items", schemas);
            }
            return array.add("minItems", least).add("maxItems", schemas.size()).build();
        }
    }
}
