package io.parley.contract;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a contract in TypeScript. */
final class TypescriptWriter {
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$]*");
    /** Names that a Java parameter can have and one of TypeScript cannot. */
    private static final Set<String> RESERVED = Set.of(
            "arguments",
            "await",
            "debugger",
            "delete",
            "eval",
            "export",
            "function",
            "in",
            "let",
            "typeof",
            "var",
            "with",
            "yield");

    private static final String HEAD = """
            // What the clients of these endpoints send and get, for the typed events of socket.io-client. Made from the endpoints.

            /** Bytes: an ArrayBuffer in browsers; either may be sent. */
            export type Binary = ArrayBuffer | Uint8Array;

            /** The answer to an event that was refused, or whose handler has failed. */
            export interface Failure {
              error: { code: string; message: string };
            }
            """;

    private final Declarations declarations;
    private final StringBuilder text = new StringBuilder(HEAD);

    TypescriptWriter(Declarations declarations) {
        this.declarations = declarations;
    }

    String text(List<ContractNamespace> namespaces) {
        for (var namespace : namespaces) {
            events(
                    "What clients of " + quoted(namespace.name()) + " may send.",
                    namespace.prefix() + "ClientToServerEvents",
                    namespace.received());
            events(
                    "What clients of " + quoted(namespace.name()) + " get.",
                    namespace.prefix() + "ServerToClientEvents",
                    namespace.emitted());
        }
        declarations.all().forEach(this::declare);
        return text.toString();
    }

    private void events(String what, String name, Collection<ContractEvent> events) {
        text.append("\n/** ")
                .append(what)
                .append(" */\nexport interface ")
                .append(name)
                .append(" {\n");
        for (var event : events) {
            text.append("  ")
                    .append(member(event.name()))
                    .append(": (")
                    .append(parameters(event))
                    .append(") => void;\n");
        }
        text.append("}\n");
    }

    private String parameters(ContractEvent event) {
        var parameters = new ArrayList<String>();
        var arguments = event.arguments();
        boolean last =
                event.answers() == ContractEvent.Answers.NONE || event.answers() == ContractEvent.Answers.PERHAPS;
        for (int i = arguments.size() - 1; i >= 0; i--) {
            last &= arguments.get(i).shape() instanceof Shape.OrNull;
            var name = arguments.get(i).name();
            parameters.add(
                    0,
                    (RESERVED.contains(name) ? name + "_" : name)
                            + (last ? "?: " : ": ")
                            + type(arguments.get(i).shape()));
        }
        switch (event.answers()) {
            case NONE -> {}
            case ONE -> parameters.add("ack: (answer: " + type(event.answer()) + " | Failure) => void");
            case PERHAPS -> parameters.add("ack?: (...answer: any[]) => void");
            case CLIENTS -> parameters.add("ack: (answer: " + type(event.answer()) + ") => void");
        }
        return String.join(", ", parameters);
    }

    private void declare(Declaration declaration) {
        text.append("\nexport ");
        if (declaration instanceof Declaration.Texts texts) {
            alternatives(
                    texts.name(),
                    texts.texts().stream().map(TypescriptWriter::quoted).toList());
        } else if (declaration instanceof Declaration.OneOf oneOf) {
            alternatives(oneOf.name(), oneOf.shapes().stream().map(this::type).toList());
        } else if (declaration instanceof Declaration.Members object) {
            var variables = object.variables().isEmpty() ? "" : "<" + String.join(", ", object.variables()) + ">";
            text.append("interface ").append(object.name()).append(variables).append(" {\n");
            for (var member : object.members()) {
                text.append("  ")
                        .append(member(member.name()))
                        .append(member.optional() ? "?: " : ": ")
                        .append(type(member.shape()))
                        .append(";\n");
            }
            text.append("}\n");
        }
    }

    private void alternatives(String name, List<String> types) {
        text.append("type ")
                .append(name)
                .append(" = ")
                .append(types.isEmpty() ? "never" : String.join(" | ", types))
                .append(";\n");
    }

    private String type(Shape shape) {
        if (shape instanceof Shape.Plain plain) {
            return plain.typescript();
        }
        if (shape instanceof Shape.Many many) {
            return "Array<" + type(many.element()) + ">";
        }
        if (shape instanceof Shape.Table table) {
            return table.key() instanceof Shape.Named
                    ? "Partial<Record<" + type(table.key()) + ", " + type(table.value()) + ">>"
                    : "Record<string, " + type(table.value()) + ">";
        }
        if (shape instanceof Shape.OrNull orNull) {
            return type(orNull.shape()) + " | null";
        }
        if (shape instanceof Shape.Variable variable) {
            return variable.name();
        }
        var named = (Shape.Named) shape;
        var arguments = named.arguments().isEmpty()
                ? ""
                : named.arguments().stream().map(this::type).collect(Collectors.joining(", ", "<", ">"));
        return declarations.of(named).name() + arguments;
    }

    private static String member(String name) {
        return IDENTIFIER.matcher(name).matches() ? name : quoted(name);
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < ' ' || c == 0x2028 || c == 0x2029) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}
