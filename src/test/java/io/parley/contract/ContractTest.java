package io.parley.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.parley.Socket;
import io.parley.contract.Board.Child;
import io.parley.contract.Board.Colour;
import io.parley.contract.Board.Everything;
import io.parley.contract.Board.Pair;
import io.parley.contract.Board.Temperature;
import io.parley.contract.Board.Tree;
import io.parley.endpoint.Emits;
import io.parley.endpoint.Endpoints;
import io.parley.endpoint.OnEvent;
import io.parley.endpoint.SocketIoEndpoint;
import io.parley.packet.JsonParser;
import io.parley.packet.Packet;
import io.parley.packet.ParserLimits;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

public class ContractTest {
    public static final Everything ALL = new Everything(
            "a",
            'b',
            true,
            false,
            1,
            2.5,
            new BigDecimal("3.25"),
            new UUID(1, 2),
            Instant.EPOCH,
            LocalDate.EPOCH,
            Duration.ofSeconds(3),
            DayOfWeek.FRIDAY,
            Colour.GREEN,
            new byte[] {1},
            new int[] {1},
            List.of(Set.of("c")),
            Map.of("d", 4),
            Map.of(Colour.RED, new Pair<>(5, List.of(Colour.GREEN))),
            Optional.of("e"),
            OptionalInt.of(6),
            "f",
            "g",
            "h",
            "i",
            7,
            LocalDate.EPOCH,
            new Temperature(21.5),
            "j",
            new Tree("k", List.of(new Tree("l", List.of()))),
            new Child());

    @Test
    void typescript_tellsTheEventsOfANamespace() {
        var typescript = typescript(Board.class);

        assertThat(declaration(typescript, "interface BoardClientToServerEvents"))
                .containsExactly(
                        "\"draw line\": (points: Array<number>, in_?: Colour | null) => void;",
                        "everything: (everything: Everything, ack: (answer: Everything | Failure) => void) => void;",
                        "later: (typeof_: string | null, with_: number,"
                                + " ack: (answer: Array<Pair<string, Colour>> | Failure) => void) => void;",
                        "whatever: (options: Record<string, unknown>, ack?: (...answer: any[]) => void) => void;");
        assertThat(declaration(typescript, "interface BoardServerToClientEvents"))
                .containsExactly(
                        "figure: (figure: Figure) => void;",
                        "\"sure?\": (arg0: string, ack: (answer: boolean) => void) => void;",
                        "line: (arg0: Array<number>, colour: Colour) => void;");
    }

    @Test
    void typescript_tellsTheTypes() {
        var typescript = typescript(Board.class);

        assertThat(declaration(typescript, "interface Everything"))
                .containsExactly(
                        "text: string;",
                        "letter: string;",
                        "flag: boolean;",
                        "boxed: boolean;",
                        "number: number;",
                        "fraction: number;",
                        "exact: number;",
                        "id: string;",
                        "at: string;",
                        "day: string;",
                        "takes: string;",
                        "weekday: DayOfWeek;",
                        "colour: Colour;",
                        "picture: Binary;",
                        "numbers: Array<number>;",
                        "sets: Array<Array<string>>;",
                        "counts: Record<string, number>;",
                        "byColour: Partial<Record<Colour, Pair<number, Array<Colour>>>>;",
                        "note?: string;",
                        "stars?: number;",
                        "maybe?: string;",
                        "nothing: string | null;",
                        "\"other-name\": string;",
                        "price: string;",
                        "written: string;",
                        "warmth: number;",
                        "anything: unknown;",
                        "tree: Tree;",
                        "child: Child;");
        assertThat(declaration(typescript, "interface Pair<A, B>")).containsExactly("first: A;", "second: B;");
        assertThat(declaration(typescript, "interface Tree"))
                .containsExactly("name: string;", "children: Array<Tree>;");
        assertThat(declaration(typescript, "interface Child"))
                .containsExactly("URL: string;", "count: number;", "value: Array<Colour>;", "\"is-open\": boolean;");
        assertThat(typescript)
                .contains("export type Colour = \"RED\" | \"GREEN\";", "export type Figure = Circle | Square;")
                .contains("export type DayOfWeek = \"MONDAY\" | \"TUESDAY\"");
    }

    /** What the parser writes has the members that the contract tells, and values of the types that it tells. */
    @Test
    void typescript_tellsWhatTheParserWrites() {
        var typescript = typescript(Board.class);
        var written = written(ALL);

        assertThat(written.keySet()).containsExactlyInAnyOrderElementsOf(members(typescript, "interface Everything"));
        assertThat(written.getJsonObject("child").keySet())
                .containsExactlyInAnyOrderElementsOf(members(typescript, "interface Child"));
        for (var line : declaration(typescript, "interface Everything")) {
            var member = line.replaceFirst("\\??:.*", "").replace("\"", "");
            var type = line.replaceFirst("[^:]*: ", "").replace(";", "");
            var kind =
                    switch (type) {
                        case "string", "string | null", "Colour", "DayOfWeek" -> "STRING";
                        case "number" -> "NUMBER";
                        case "boolean" -> "TRUE|FALSE";
                        case "unknown" -> "STRING";
                        default -> type.startsWith("Array<") ? "ARRAY" : "OBJECT";
                    };
            assertThat(written.get(member).getValueType().name()).as(line).matches(kind);
        }
        assertThat(written.getJsonObject("byColour").keySet()).containsExactly("RED");
        assertThat(written.getString("colour")).isEqualTo("GREEN");
    }

    public static JsonObject written(Object value) {
        var parser = new JsonParser(ParserLimits.defaults());
        var packet = parser.encode(new Packet.Event("/", Packet.Event.NO_ACK, parser.payload("e", List.of(value))));
        var text = packet.text();
        assertThat(text).isNotNull();
        try (var reader = Json.createReader(new StringReader(text.substring(text.indexOf('['))))) {
            return reader.readArray().getJsonObject(1);
        }
    }

    @Test
    void asyncApi_tellsTheSame() {
        var document = json(Contract.of(Endpoints.of(Set.of(Board.class))).asyncApi("Boards", "1.2"));

        assertThat(document.getJsonObject("info").getString("title")).isEqualTo("Boards");
        var channel = document.getJsonObject("channels").getJsonObject("Board");
        assertThat(channel.getString("address")).isEqualTo("/board");
        assertThat(channel.getJsonObject("messages").keySet())
                .contains("receive_draw_line", "receive_everything_ack", "send_line", "send_sure__ack");
        var operation = document.getJsonObject("operations").getJsonObject("Board_receive_later");
        assertThat(operation.getString("action")).isEqualTo("receive");
        assertThat(operation
                        .getJsonObject("reply")
                        .getJsonArray("messages")
                        .getJsonObject(0)
                        .getString("$ref"))
                .isEqualTo("#/channels/Board/messages/receive_later_ack");
        var schemas = document.getJsonObject("components").getJsonObject("schemas");
        assertThat(schemas.getJsonObject("Pair_of_number_of_array_of_Colour")
                        .getJsonObject("properties")
                        .toString())
                .isEqualTo("{\"first\":{\"type\":\"integer\"},\"second\":{\"type\":\"array\",\"items\":"
                        + "{\"$ref\":\"#/components/schemas/Colour\"}}}");
        assertThat(schemas.getJsonObject("Everything").getJsonArray("required").toString())
                .contains("\"text\"", "\"nothing\"")
                .doesNotContain("\"note\"", "\"maybe\"", "secret");
        assertThat(channel.getJsonObject("messages")
                        .getJsonObject("receive_draw_line")
                        .getJsonObject("payload"))
                .hasToString("{\"type\":\"array\",\"items\":[{\"type\":\"array\",\"items\":{\"type\":\"integer\"},"
                        + "\"title\":\"points\"},{\"anyOf\":[{\"$ref\":\"#/components/schemas/Colour\"},"
                        + "{\"type\":\"null\"}],\"title\":\"in\"}],\"minItems\":1,\"maxItems\":2}");
    }

    /** The endpoint of the document, and what stands below it there. */
    @Test
    void document_tellsTheTruth() throws IOException {
        var typescript = typescript(Orders.class);
        var told =
                typescript.substring(typescript.indexOf("/** What clients of")).replaceAll("/\\*\\* What .*\n", "");

        assertThat(Files.readString(Path.of("docs/contracts.md"))).contains("```ts\n" + told + "```");
    }

    @Test
    void namespaces_haveNamesOfTheirOwn() {
        var contract = Contract.of(Endpoints.of(Set.of(Root.class, Board.class, Projects.class, OtherProjects.class)));

        assertThat(contract.namespaces()).containsExactlyInAnyOrder("/", "/board", "/projects/*", "/projects");
        assertThat(contract.typescript())
                .contains("interface ClientToServerEvents {", "interface BoardClientToServerEvents {")
                .contains("interface ProjectsClientToServerEvents {", "interface Projects_2ClientToServerEvents {")
                .contains("interface Pair<A, B> {", "interface Root_Pair {");
    }

    @Test
    void emits_thatContradicts_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Contract.of(Endpoints.of(Set.of(Contradiction.class))))
                .withMessage("@Emits tells two different things of \"a\" in /");
    }

    @Test
    void tool_writesTheFilesOfEachServer(@TempDir Path folder) throws IOException {
        var classes = Files.createDirectories(folder.resolve("classes/io/parley/contract"));
        for (var type : List.of(Board.class, Root.class, Live.class, Everything.class)) {
            var file = type.getName().replaceFirst(".*\\.", "") + ".class";
            try (var bytes = type.getResourceAsStream(file)) {
                assertThat(bytes).isNotNull();
                Files.copy(bytes, classes.resolve(file));
            }
        }

        ContractTool.main(new String[] {
            folder.resolve("out").toString(), folder.resolve("classes").toString()
        });

        try (var files = Files.list(folder.resolve("out"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("contract.d.ts", "asyncapi.json", "live.d.ts", "live.asyncapi.json");
        }
        assertThat(folder.resolve("out/contract.d.ts"))
                .hasContent(Contract.of(Endpoints.of(Set.of(Board.class, Root.class)))
                        .typescript());
        assertThat(json(Files.readString(folder.resolve("out/live.asyncapi.json")))
                        .getString("asyncapi"))
                .isEqualTo("3.0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContractTool.main(
                        new String[] {"out", folder.resolve("out").toString()}))
                .withMessageStartingWith("no endpoints in ");
        assertThatIllegalArgumentException().isThrownBy(() -> ContractTool.main(new String[] {"out"}));
    }

    private static String typescript(Class<?>... endpoints) {
        return Contract.of(Endpoints.of(List.of(endpoints))).typescript();
    }

    private static List<String> declaration(String typescript, String name) {
        var found = Pattern.compile("export " + Pattern.quote(name) + " \\{\n(.*?)\n\\}", Pattern.DOTALL)
                .matcher(typescript);
        assertThat(found.find()).as(name + " in " + typescript).isTrue();
        return found.group(1).lines().map(String::strip).toList();
    }

    private static List<String> members(String typescript, String name) {
        return declaration(typescript, name).stream()
                .map(line -> line.replaceFirst("\\??:.*", "").replace("\"", ""))
                .toList();
    }

    private static JsonObject json(String text) {
        try (var reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** That of the document. */
    @SocketIoEndpoint("/orders")
    @Emits(event = "ordered", value = Orders.Order.class)
    public static class Orders {
        public enum Size {
            SMALL,
            LARGE
        }

        /** An argument. */
        public record Order(String article, Size size, Optional<String> note, Instant at) {}

        @OnEvent("order")
        int order(Order order, Socket socket) {
            return 42;
        }

        @OnEvent("typing")
        void typing(boolean now) {}
    }

    /** Of the usual namespace. */
    @SocketIoEndpoint
    public static final class Root {
        /** Has the name of another type. */
        public record Pair(int left) {}

        @OnEvent("pair")
        void pair(Pair pair) {}

        @OnEvent("board")
        void pair(Board.Pair<String, String> pair) {}
    }

    /** A pattern. */
    @SocketIoEndpoint("/projects/*")
    public static final class Projects {
        @OnEvent("a")
        void a() {}
    }

    /** Whose name is like that of the pattern. */
    @SocketIoEndpoint("/projects")
    public static final class OtherProjects {
        @OnEvent("a")
        void a() {}
    }

    /** On a server of its own. */
    @SocketIoEndpoint(path = "/live")
    public static final class Live {
        @OnEvent("a")
        void a() {}
    }

    /** Says two things. */
    @SocketIoEndpoint
    @Emits(event = "a", value = String.class)
    @Emits(event = "a")
    public static final class Contradiction {}
}
