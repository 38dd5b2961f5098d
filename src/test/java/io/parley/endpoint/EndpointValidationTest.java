package io.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.EventRefusedException;
import io.parley.Socket;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Valid;
import jakarta.validation.Validation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Arguments that Bean Validation checks. */
class EndpointValidationTest {
    private static final List<Object> HEARD = new ArrayList<>();

    @RegisterExtension
    final TestServer server = new TestServer();

    private TestClient client;

    public record Message(
            @NotBlank(message = "must not be blank") String text,
            @Valid List<Part> parts) {}

    public record Part(
            @Max(value = 9, message = "at most 9") int size) {}

    @SocketIoEndpoint
    public static class Checked {
        @OnEvent("message")
        private int message(Socket socket, @Valid @NotNull(message = "is missing") Message message) {
            HEARD.add(message.text());
            return 1;
        }

        @OnEvent("many")
        void many(List<@Valid Message> messages, @Max(value = 5, message = "at most 5") int number) {}

        @OnEvent("ownFault")
        void ownFault() {
            throw new ConstraintViolationException(Set.of());
        }

        @OnEvent("unchecked")
        void unchecked(Message message) {
            HEARD.add("unchecked");
        }

        @OnError
        void invalid(ConstraintViolationException invalid) {
            HEARD.add(invalid.getConstraintViolations().size());
        }
    }

    @BeforeEach
    void connect() {
        HEARD.clear();
        Endpoints.of(Set.of(Checked.class)).bind(server.io());
        client = server.connectWebSocket();
    }

    private static String invalid(String... violations) {
        return "[{\"error\":{\"code\":\"INVALID\",\"message\":\"the arguments are not valid\",\"violations\":["
                + String.join(",", violations) + "]}}]";
    }

    private static String violation(int argument, String path, String message) {
        return "{\"argument\":" + argument + ",\"path\":\"" + path + "\",\"message\":\"" + message + "\"}";
    }

    @Test
    void invalidArgument_isAnsweredWithItsViolations_andGoesToOnError() {
        client.send("421[\"message\",{\"text\":\" \",\"parts\":[{\"size\":1},{\"size\":10}]}]");
        client.send("422[\"message\"]");

        assertThat(client.take())
                .containsExactly(
                        "431"
                                + invalid(
                                        violation(0, "parts[1].size", "at most 9"),
                                        violation(0, "text", "must not be blank")),
                        "432" + invalid(violation(0, "", "is missing")));
        assertThat(HEARD).containsExactly(2, 1);
    }

    @SocketIoEndpoint("/quiet")
    public static class Quiet {
        @OnEvent("message")
        void message(@Valid Message message) {}
    }

    @Test
    void withoutOnError_theSocketHearsOfARefusal_whichFillsNoLog() {
        Endpoints.of(Set.of(Quiet.class)).bind(server.io());
        client.send("40/quiet,");
        client.take();
        server.io().of("/quiet").sockets().forEach(socket -> socket.onError(HEARD::add));

        client.send("42/quiet,1[\"message\",{\"text\":\"\"}]");

        assertThat(client.take()).containsExactly("43/quiet,1" + invalid(violation(0, "text", "must not be blank")));
        assertThat(HEARD).singleElement().isInstanceOfSatisfying(EventRefusedException.class, refused -> assertThat(
                        refused.code())
                .isEqualTo("INVALID"));
    }

    @Test
    void elementsAndSeveralArguments_areChecked() {
        client.send("421[\"many\",[{\"text\":\"x\"},{\"text\":\"\"}],6]");

        assertThat(client.take())
                .containsExactly(
                        "431" + invalid(violation(0, "[1].text", "must not be blank"), violation(1, "", "at most 5")));
    }

    @Test
    void validArgument_arrives_andWhatIsNotMarkedIsNotChecked() {
        client.send("421[\"message\",{\"text\":\"hi\",\"parts\":[{\"size\":9}]}]")
                .send("422[\"unchecked\",{\"text\":\"\"}]");

        assertThat(client.take()).containsExactly("431[1]", "432[]");
        assertThat(HEARD).containsExactly("hi", "unchecked");
    }

    @Test
    void violationsOfTheApplicationItself_areNotTold() {
        client.send("421[\"ownFault\"]");

        assertThat(client.take())
                .containsExactly("431[{\"error\":{\"code\":\"ERROR\",\"message\":\"the server could not do it\"}}]");
        assertThat(HEARD).containsExactly(0);
    }

    @Test
    void manyViolations_areToldInPart() {
        var blanks = String.join(",", Collections.nCopies(1000, "{\"text\":\"\"}"));
        client.send("421[\"many\",[" + blanks + "],0]");

        assertThat(client.take().get(0).split("must not be blank", -1)).hasSize(101);
        assertThat(HEARD).containsExactly(1000);
    }

    @Test
    void withoutAProvider_theStartStops() {
        assertThatThrownBy(() -> ArgumentValidation.of(Checked.class, () -> Validation.byDefaultProvider()
                        .providerResolver(List::of)
                        .configure()
                        .buildValidatorFactory()))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("Checked wants arguments to be valid, but Bean Validation is missing here: ");
    }
}
