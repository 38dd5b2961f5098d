package io.parley.contract;

import io.parley.endpoint.Endpoints;
import io.parley.endpoint.SocketIoEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the contract of an application's endpoints into files, as a step of its build: {@code contract.d.ts} and
 * {@code asyncapi.json}; those of a server at a path of its own, say {@code /live}, {@code live.d.ts} and
 * {@code live.asyncapi.json}.
 */
public final class ContractTool {
    private ContractTool() {}

    /**
     * Writes the files.
     *
     * @param arguments the folder to write into, then the folders of classes that are searched for endpoints; all classes
     *     have to be on the class path. The system properties {@code parley.contract.title} and
     *     {@code parley.contract.version} are for the AsyncAPI document
     * @throws IOException if a folder cannot be read or written
     * @throws IllegalArgumentException if there are fewer arguments, no endpoints, or what they say cannot be told
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("arguments: the folder to write into, and folders of classes");
        }
        var types = new ArrayList<Class<?>>();
        for (var folder : List.of(arguments).subList(1, arguments.length)) {
            types.addAll(endpoints(Path.of(folder)));
        }
        if (types.isEmpty()) {
            throw new IllegalArgumentException(
                    "no endpoints in " + List.of(arguments).subList(1, arguments.length));
        }
        var output = Files.createDirectories(Path.of(arguments[0]));
        for (var server : Endpoints.of(types).byPath("").entrySet()) {
            var contract = Contract.of(server.getValue());
            var name = server.getKey().replaceFirst("^/", "").replace('/', '-');
            Files.writeString(output.resolve((name.isEmpty() ? "contract" : name) + ".d.ts"), contract.typescript());
            Files.writeString(
                    output.resolve((name.isEmpty() ? "" : name + ".") + "asyncapi.json"),
                    contract.asyncApi(
                            System.getProperty("parley.contract.title", "Socket.IO"),
                            System.getProperty("parley.contract.version", "0")));
        }
    }

    private static List<Class<?>> endpoints(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .filter(ContractTool::mentionsEndpoints)
                    .sorted()
                    .<Class<?>>map(file -> load(folder.relativize(file)))
                    .filter(type -> type.isAnnotationPresent(SocketIoEndpoint.class))
                    .toList();
        }
    }

    /** So that no class is loaded which has nothing to do with it, and perhaps lacks others. */
    private static boolean mentionsEndpoints(Path file) {
        try {
            var name = SocketIoEndpoint.class.descriptorString();
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(name);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Class<?> load(Path file) {
        var name = file.toString().replaceAll("[/\\\\]", ".").replaceFirst("\\.class$", "");
        try {
            return Class.forName(name, false, Thread.currentThread().getContextClassLoader());
        } catch (ClassNotFoundException | LinkageError missing) {
            throw new IllegalArgumentException(name + " cannot be loaded: " + missing, missing);
        }
    }
}
