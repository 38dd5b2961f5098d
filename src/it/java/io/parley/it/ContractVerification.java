package io.parley.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.parley.contract.Board;
import io.parley.contract.Contract;
import io.parley.contract.ContractTest;
import io.parley.endpoint.Endpoints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contracts are what others take them for: the compiler of TypeScript, and the schema of AsyncAPI. */
class ContractVerification {
    private static final Path SOURCES = Path.of("src/it/contract");

    @TempDir
    private Path folder;

    @BeforeEach
    void writeContract() throws IOException {
        var contract = Contract.of(Endpoints.of(Set.of(Board.class, ContractTest.Root.class)));
        Files.writeString(folder.resolve("contract.d.ts"), contract.typescript());
        Files.writeString(folder.resolve("asyncapi.json"), contract.asyncApi("Board", "1"));
        Files.writeString(
                folder.resolve("examples.json"),
                "{\"Board/receive_everything\":[" + everything()
                        + "],\"Board/receive_draw_line\":[[1,2],null],\"Board/receive_later\":[null,1]}");
        for (var name : new String[] {"client.ts", "tsconfig.json", "validate.js"}) {
            Files.copy(SOURCES.resolve(name), folder.resolve(name));
        }
        Files.createSymbolicLink(
                folder.resolve("node_modules"),
                Product.npmClients().resolve("node_modules").toAbsolutePath());
    }

    /** As text: bytes, which the schema calls binary, have left their place in it. */
    private static String everything() {
        return ContractTest.written(ContractTest.ALL).toString().replaceAll("\\{\"_placeholder\":[^}]*\\}", "\"\"");
    }

    @Test
    void typescript_compilesAgainstTheOfficialClient() throws IOException, InterruptedException {
        assertThat(run("node_modules/typescript/bin/tsc", "-p", ".")).isEmpty();

        var client = Files.readString(folder.resolve("client.ts"));
        Files.writeString(
                folder.resolve("client.ts"), client.replace("\"draw line\", [1, 2], \"RED\"", "\"draw line\", 1"));
        assertThat(run("node_modules/typescript/bin/tsc", "-p", "."))
                .contains("client.ts(17,")
                .contains("error TS2345");
    }

    /** The samples of the document. */
    @Test
    void samples_compile() throws IOException, InterruptedException {
        var samples = Pattern.compile("```ts\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("docs/contracts.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
        assertThat(samples).hasSize(2);
        Files.writeString(
                folder.resolve("contract.d.ts"),
                samples.get(0) + "export interface Failure { error: { code: string; message: string } }\n");
        Files.writeString(folder.resolve("client.ts"), inFunction(samples.get(1)));

        assertThat(run("node_modules/typescript/bin/tsc", "-p", ".")).isEmpty();
    }

    /** What a module awaits at its top, a script cannot. */
    private static String inFunction(String sample) {
        int code = sample.indexOf("\n\n");
        return sample.substring(0, code) + "\nexport async function sample() {" + sample.substring(code) + "}\n";
    }

    @Test
    void asyncApi_isValid() throws IOException, InterruptedException {
        assertThat(run("validate.js")).isEmpty();

        var document = Files.readString(folder.resolve("asyncapi.json"));
        Files.writeString(folder.resolve("asyncapi.json"), document.replace("\"receive\"", "\"recieve\""));
        assertThat(run("validate.js")).contains("must be equal to one of the allowed values");
    }

    private String run(String... script) throws IOException, InterruptedException {
        var command = new ProcessBuilder("node");
        command.command().addAll(List.of(script));
        var node = command.directory(folder.toFile()).redirectErrorStream(true).start();
        var output = new String(node.getInputStream().readAllBytes(), UTF_8);
        node.waitFor();
        return output;
    }
}
