package io.parley.it;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Writes what {@link ClientsIT} has found into {@code target/clients-CONTAINER.md}, as a table: a line for each test, a
 * column for each client, and in the cells the transports by which it passed: P polling, W WebSocket, U the upgrade.
 */
public final class ClientTable implements TestWatcher, AfterAllCallback {
    private static final Map<String, String> LETTERS =
            Map.of("polling", "P", "websocket", "W", "polling,websocket", "U");

    private final Map<String, Map<String, String>> rows = new TreeMap<>();

    /** Called by JUnit. */
    public ClientTable() {}

    @Override
    public void testSuccessful(ExtensionContext context) {
        add(context, "");
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        add(context, " failed");
    }

    @Override
    public void testAborted(ExtensionContext context, Throwable cause) {
        add(context, " skipped");
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        add(context, " skipped");
    }

    private void add(ExtensionContext context, String outcome) {
        var run = context.getDisplayName().split(ForEachClient.BY);
        if (run.length == 2) {
            var test =
                    context.getRequiredTestMethod().getName().replace("_", " ").replaceAll("([A-Z])", " $1");
            rows.computeIfAbsent(test.toLowerCase(Locale.ROOT), name -> new TreeMap<>())
                    .merge(run[0], LETTERS.get(run[1]) + outcome, (former, latter) -> former + " " + latter);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws IOException {
        var lines = Stream.<String>builder();
        var kinds = Stream.of(ClientKind.values());
        lines.add(kinds.map(ClientKind::toString).collect(Collectors.joining(" | ", "| | ", " |")));
        lines.add("|---".repeat(ClientKind.values().length + 1) + "|");
        rows.forEach((test, cells) -> lines.add(Stream.of(ClientKind.values())
                .map(kind -> cells.getOrDefault(kind.toString(), ""))
                .collect(Collectors.joining(" | ", "| " + test + " | ", " |"))));
        var file = "clients-" + System.getProperty("arquillian.launch") + ".md";
        Files.write(Product.war().resolveSibling(file), lines.build().toList());
    }
}
