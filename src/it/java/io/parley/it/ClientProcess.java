package io.parley.it;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.json.JSONException;
import org.json.JSONObject;

/**
 * A process with Socket.IO clients of another language, of which one of the scripts in {@code src/it/clients} makes as
 * many as the tests want. It ends when this is closed, or with the test's own process. Thread-safe.
 */
final class ClientProcess implements AutoCloseable {
    private final Process process;
    private final BufferedWriter commands;
    private final Map<Integer, ReceivedEvents> clients = new ConcurrentHashMap<>();

    private ClientProcess(Process process) {
        this.process = process;
        commands = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
        var reader = new Thread(this::read, "client process " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a program with these variables added to its environment. */
    static ClientProcess start(Map<String, String> environment, String... command) {
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            return new ClientProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts a client that connects.
     *
     * @param extras what the script wants to know besides
     */
    ScriptedClient connect(SocketClientStart start, Map<String, ?> extras) {
        var received = new ReceivedEvents();
        int number = clients.size() + 1;
        clients.put(number, received);
        var server = start.endpoint().resolve("/");
        var command = new HashMap<String, Object>(extras);
        command.put("server", server.toString());
        command.put("url", server.resolve(start.namespace()).toString());
        command.put("namespace", start.namespace());
        command.put("path", start.endpoint().getPath());
        command.put("transports", List.of(start.transports().split(",")));
        command.put("auth", start.auth());
        command.put("events", start.events());
        var client = new ScriptedClient(this, number, received);
        client.send("connect", command);
        return client;
    }

    /** Gives the script a command. */
    synchronized void write(Map<String, ?> command) {
        try {
            commands.write(Json.of(command, ClientProcess::tagged).toString());
            commands.newLine();
            commands.flush();
        } catch (IOException | JSONException e) {
            throw new IllegalStateException("the clients' process takes no command", e);
        }
    }

    @Override
    public void close() {
        try {
            commands.close();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                received((Map<?, ?>) Json.read(new JSONObject(line), ClientProcess::untagged));
            }
        } catch (IOException | JSONException e) {
            throw new IllegalStateException(e);
        }
    }

    private void received(Map<?, ?> message) {
        var name =
                message.get("event") instanceof String event ? event : ScriptedClient.answerTo(message.get("answer"));
        clients.get(message.get("client")).add(name, new ArrayList<>((List<?>) message.get("args")));
    }

    private static Object tagged(byte[] bytes) {
        return new JSONObject(Map.of("$binary", Base64.getEncoder().encodeToString(bytes)));
    }

    private static Object untagged(Map<String, Object> object) {
        return object.get("$binary") instanceof String base64
                ? ByteBuffer.wrap(Base64.getDecoder().decode(base64))
                : object;
    }
}
