package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.Ack;
import io.parley.InvalidArgumentException;
import io.parley.Socket;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arguments as the application's own types, and what happens to those that do not fit. */
final class TypedPayloadTest {
    private static final String REFUSAL = "[{\"error\":{\"code\":\"INVALID_ARGUMENT\","
            + "\"message\":\"argument %d is missing or not of the expected type\"}}]";

    public enum Colour {
        RED,
        GREEN
    }

    public record Picture(String title, byte[] pixels, Colour colour, Optional<LocalDate> taken, Instant sent) {}

    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<Throwable> errors = new ArrayList<>();
    private final List<Object> heard = new ArrayList<>();
    private TestClient client;
    private Socket socket;

    @BeforeEach
    void connect() {
        server.io().on("connection", connected -> socket = connected);
        client = server.connectWebSocket();
        socket.onError(errors::add);
    }

    @Test
    void record_withBytes_arrivesAndLeaves() {
        socket.on("picture", Picture.class, (picture, ack) -> {
            heard.add(picture.colour());
            ack.send(List.of(picture), ByteBuffer.wrap(picture.pixels(), 1, 1));
        });

        client.send("451-0[\"picture\",{\"title\":\"t\",\"pixels\":{\"_placeholder\":true,\"num\":0},"
                        + "\"colour\":\"GREEN\",\"taken\":\"2024-02-29\",\"sent\":\"1970-01-01T00:00:01.500Z\"}]")
                .send(new byte[] {1, 2});

        assertThat(heard).containsExactly(Colour.GREEN);
        assertThat(client.take())
                .containsExactly(
                        "462-0[[{\"colour\":\"GREEN\",\"pixels\":{\"_placeholder\":true,\"num\":0},"
                                + "\"sent\":\"1970-01-01T00:00:01.500Z\",\"taken\":\"2024-02-29\",\"title\":\"t\"}],"
                                + "{\"_placeholder\":true,\"num\":1}]",
                        "bAQI=",
                        "bAg==");
    }

    @Test
    void twoTypes_areTheFirstTwoArguments() {
        socket.on("two", String.class, Colour.class, (text, colour) -> heard.add(text + colour));
        socket.on("sum", int.class, long.class, (a, b, ack) -> ack.send(a + b));

        client.send("42[\"two\",\"x\",\"RED\",\"more\"]")
                .send("427[\"sum\",1,2]")
                .send("42[\"sum\",1,2]");

        assertThat(heard).containsExactly("xRED");
        assertThat(client.take()).containsExactly("437[3]");
        client.send("428[\"sum\",1]");
        assertThat(client.take()).containsExactly("438" + REFUSAL.formatted(1));
    }

    @Test
    void missingArguments_areNull() {
        socket.on("two", String.class, Picture.class, (text, picture) -> {
            heard.add(text == null);
            heard.add(picture == null);
        });

        client.send("42[\"two\",null]");

        assertThat(heard).containsExactly(true, true);
        assertThat(errors).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "\"text\"",
                "[]",
                "{\"colour\":\"BLUE\"}",
                "{\"pixels\":5}",
                "{\"taken\":\"never\"}",
                "{\"title\":{}}",
                "{\"sent\":\"<script>\"}",
            })
    void whatDoesNotFit_goesToTheErrorListeners_andIsAnswered(String argument) {
        socket.on("picture", Picture.class, (picture, ack) -> ack.send("fine"));

        client.send("423[\"picture\"," + argument + "]");

        assertThat(client.take()).containsExactly("433" + REFUSAL.formatted(0));
        assertThat(errors).singleElement().isInstanceOfSatisfying(InvalidArgumentException.class, invalid -> {
            assertThat(invalid.event()).isEqualTo("picture");
            assertThat(invalid.index()).isZero();
            assertThat(invalid.type()).isEqualTo(Picture.class);
            assertThat(invalid)
                    .hasMessage("argument 0 of \"picture\" is no " + Picture.class.getTypeName())
                    .hasCauseInstanceOf(IllegalArgumentException.class);
        });
        client.send("424[\"picture\",{}]");
        assertThat(client.take()).hasSize(1);
    }

    @Test
    void whatDoesNotFit_isNotAnswered_whenNobodyAsked() {
        socket.on("number", int.class, (Integer number, Ack ack) -> ack.send(number));

        client.send("42[\"number\",\"x\"]");

        assertThat(client.take()).isEmpty();
        assertThat(errors).singleElement().isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void whatDoesNotFit_doesNotKeepTheOtherListenersFromHearing() {
        socket.on("x", int.class, number -> heard.add(number));
        socket.on("x", String.class, text -> heard.add(text));
        socket.on("x", event -> heard.add(event.size()));

        client.send("42[\"x\",\"text\"]");

        assertThat(heard).containsExactly("text", 1);
        assertThat(errors).hasSize(1);
    }

    @Test
    void whatDoesNotFitInsideAListener_isTheSame() {
        socket.on("sum", event -> event.ack(event.get(0, Integer.class) + event.get(1, Integer.class)));
        socket.onAny(event -> {
            if (event.name().equals("any")) {
                heard.add(event.get(2, boolean.class));
            }
        });
        socket.use(event -> {
            if (event.name().equals("guarded")) {
                heard.add(event.get(0, List.class));
            }
        });

        client.send("420[\"sum\",1,1.5]").send("421[\"any\"]").send("422[\"guarded\",{}]");

        assertThat(client.take())
                .containsExactly(
                        "430" + REFUSAL.formatted(1), "431" + REFUSAL.formatted(2), "432" + REFUSAL.formatted(0));
        assertThat(errors).hasSize(3).allSatisfy(error -> assertThat(error)
                .isInstanceOf(InvalidArgumentException.class));
    }

    @Test
    void whatDoesNotFit_andNobodyListensTo_isOneWarning_withoutWhatTheClientSent() {
        var records = new ArrayList<LogRecord>();
        var logger = Logger.getLogger(Socket.class.getName());
        var handler = new Handler() {
            @Override
            public void publish(LogRecord logged) {
                records.add(logged);
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var quiet = server.connectWebSocket();
        socket.on("x", int.class, number -> heard.add(number));
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
        try {
            quiet.send("42[\"x\",\"secret\"]").send("42[\"x\",\"secret\"]");
        } finally {
            logger.setUseParentHandlers(true);
            logger.removeHandler(handler);
        }

        assertThat(records).singleElement().satisfies(logged -> {
            assertThat(logged.getLevel()).isEqualTo(Level.WARNING);
            assertThat(logged.getMessage()).endsWith("argument 0 of \"x\" is no int");
            assertThat(logged.getThrown()).isNull();
        });
    }

    @Test
    void otherFailures_areNotAnswered() {
        socket.on("x", event -> {
            throw new IllegalArgumentException("of the application");
        });

        client.send("420[\"x\"]");

        assertThat(client.take()).isEmpty();
        assertThat(errors).singleElement().isExactlyInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nameInTheMessage_cannotForgeLines() {
        socket.onAny(event -> event.get(0, int.class));

        client.send("42[\"a\\nb" + "c".repeat(1_000) + "\",\"x\"]");

        assertThat(errors).singleElement().satisfies(error -> assertThat(error.getMessage())
                .startsWith("argument 0 of \"a?bccc")
                .hasSizeLessThan(200)
                .endsWith("\" is no int"));
    }
}
