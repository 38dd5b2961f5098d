package io.parley.contract;

import io.parley.endpoint.Emits;
import io.parley.endpoint.Endpoints;
import io.parley.endpoint.EventDescription;
import io.parley.endpoint.SocketIoEndpoint;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What clients of annotated endpoints have to know: which events they may send and will get in which namespace, with the
 * types of the arguments and answers, as the JSON parser writes and reads them. What the server emits is known from
 * {@link Emits} only.
 *
 * <p>Immutable and thread-safe.
 */
public final class Contract {
    private final String typescript;
    private final List<ContractNamespace> namespaces;
    private final Declarations declarations;

    private Contract(List<ContractNamespace> namespaces, Shapes shapes) {
        this.namespaces = namespaces;
        this.declarations = new Declarations(shapes.declarations());
        this.typescript = new TypescriptWriter(declarations).text(namespaces);
    }

    /**
     * {@return the contract of endpoints}
     *
     * @param endpoints those of one server
     * @throws IllegalArgumentException if an event is told twice for a namespace, as something else
     */
    public static Contract of(Endpoints endpoints) {
        var names = new TreeMap<String, List<ContractEvent>>();
        var sent = new TreeMap<String, List<ContractEvent>>();
        var shapes = new Shapes();
        var namespaces = namespaces(endpoints);
        var prefixes = prefixes(namespaces);
        prefixes.values().forEach(prefix -> {
            shapes.reserve(prefix + "ClientToServerEvents");
            shapes.reserve(prefix + "ServerToClientEvents");
        });
        for (var event : endpoints.events()) {
            names.computeIfAbsent(event.namespace(), none -> new ArrayList<>()).add(received(event, shapes));
        }
        endpoints.types().stream().sorted(Comparator.comparing(Class::getName)).forEach(type -> sent.computeIfAbsent(
                        type.getAnnotation(SocketIoEndpoint.class).value(), none -> new ArrayList<>())
                .addAll(emitted(type, shapes)));
        return new Contract(
                namespaces.stream()
                        .map(name -> new ContractNamespace(
                                name,
                                String.valueOf(prefixes.get(name)),
                                names.getOrDefault(name, List.of()),
                                distinct(name, sent.getOrDefault(name, List.of()))))
                        .toList(),
                shapes);
    }

    private static List<String> namespaces(Endpoints endpoints) {
        return endpoints.types().stream()
                .map(type -> type.getAnnotation(SocketIoEndpoint.class).value())
                .distinct()
                .sorted()
                .toList();
    }

    /** What stands before the names of a namespace's interfaces: nothing for "/", {@code Chat} for "/chat". */
    private static Map<String, String> prefixes(List<String> namespaces) {
        var prefixes = new TreeMap<String, String>();
        for (var namespace : namespaces) {
            var prefix = new StringBuilder();
            for (var part : namespace.split("[^A-Za-z0-9]+", -1)) {
                if (!part.isEmpty()) {
                    prefix.append(Character.toUpperCase(part.charAt(0))).append(part.substring(1));
                }
            }
            if (prefix.length() > 0 && Character.isDigit(prefix.charAt(0))) {
                prefix.insert(0, '_');
            }
            var free = prefix.toString();
            for (int number = 2; prefixes.containsValue(free); number++) {
                free = prefix + "_" + number;
            }
            prefixes.put(namespace, free);
        }
        return prefixes;
    }

    private static ContractEvent received(EventDescription event, Shapes shapes) {
        var arguments = event.arguments().stream()
                .map(parameter -> argument(parameter, shapes))
                .toList();
        if (event.answer() == void.class) {
            return new ContractEvent(event.event(), arguments, ContractEvent.Answers.NONE, Shape.ANYTHING);
        }
        return event.answer() == Object.class
                ? new ContractEvent(event.event(), arguments, ContractEvent.Answers.PERHAPS, Shape.ANYTHING)
                : new ContractEvent(event.event(), arguments, ContractEvent.Answers.ONE, shapes.of(event.answer()));
    }

    private static ContractEvent.Argument argument(Parameter parameter, Shapes shapes) {
        var shape = shapes.of(parameter.getParameterizedType());
        boolean nullable = Stream.concat(
                        Arrays.stream(parameter.getAnnotations()),
                        Arrays.stream(parameter.getAnnotatedType().getAnnotations()))
                .anyMatch(Property::saysNullable);
        return new ContractEvent.Argument(
                parameter.getName(), nullable && !(shape instanceof Shape.OrNull) ? new Shape.OrNull(shape) : shape);
    }

    private static List<ContractEvent> emitted(Class<?> type, Shapes shapes) {
        var found = new ArrayList<>(List.of(type.getAnnotationsByType(Emits.class)));
        for (Class<?> part = type; part != null; part = part.getSuperclass()) {
            Arrays.stream(part.getDeclaredMethods())
                    .sorted(Comparator.comparing(Method::toString))
                    .flatMap(method -> Arrays.stream(method.getAnnotationsByType(Emits.class)))
                    .forEach(found::add);
        }
        return found.stream().map(emits -> emitted(emits, shapes)).toList();
    }

    private static ContractEvent emitted(Emits emits, Shapes shapes) {
        var arguments = new ArrayList<ContractEvent.Argument>();
        for (var type : emits.value()) {
            var shape = shapes.of(type);
            arguments.add(new ContractEvent.Argument(
                    shape instanceof Shape.Named ? emittedName(type, arguments) : "arg" + arguments.size(), shape));
        }
        return emits.answer() == void.class
                ? new ContractEvent(emits.event(), arguments, ContractEvent.Answers.NONE, Shape.ANYTHING)
                : new ContractEvent(emits.event(), arguments, ContractEvent.Answers.CLIENTS, shapes.of(emits.answer()));
    }

    /** After its type, for there is no parameter, and a number if there are two of a type. */
    private static String emittedName(Class<?> type, List<ContractEvent.Argument> earlier) {
        var name = type.getSimpleName();
        var lower = Character.toLowerCase(name.charAt(0)) + name.substring(1);
        boolean taken = earlier.stream().anyMatch(argument -> argument.name().equals(lower));
        return taken ? lower + earlier.size() : lower;
    }

    private static List<ContractEvent> distinct(String namespace, List<ContractEvent> events) {
        var distinct = new LinkedHashMap<String, ContractEvent>();
        for (var event : events) {
            var earlier = distinct.putIfAbsent(event.name(), event);
            if (earlier != null && !earlier.equals(event)) {
                throw new IllegalArgumentException(
                        "@Emits tells two different things of \"" + event.name() + "\" in " + namespace);
            }
        }
        return List.copyOf(distinct.values());
    }

    /**
     * {@return declarations for typed events of the official client} For each namespace {@code ClientToServerEvents} and
     * {@code ServerToClientEvents}, with its name before them unless it is {@code "/"}: {@code ChatClientToServerEvents}
     * for {@code "/chat"}.
     */
    public String typescript() {
        return typescript;
    }

    /**
     * {@return an AsyncAPI document, version 3.0.0, in JSON} Each namespace is a channel, each event a message whose payload
     * is the array of its arguments.
     *
     * @param title of the document
     * @param version of the application
     */
    public String asyncApi(String title, String version) {
        return new AsyncApiWriter(declarations).text(namespaces, title, version);
    }

    /** {@return the namespaces that it tells of, as in the annotations} */
    public Set<String> namespaces() {
        return Set.copyOf(namespaces.stream().map(ContractNamespace::name).toList());
    }
}
