package io.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.Ack;
import io.parley.ConnectionRefusedException;
import io.parley.DisconnectReason;
import io.parley.Event;
import io.parley.EventRefusedException;
import io.parley.Handshake;
import io.parley.InvalidArgumentException;
import io.parley.Namespace;
import io.parley.Socket;
import io.parley.SocketIoServer;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.io.IOException;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a client sees of annotated classes. */
class EndpointTest {
    private static final List<Object> HEARD = new ArrayList<>();
    private static final String ERROR = "[{\"error\":{\"code\":\"ERROR\",\"message\":\"the server could not do it\"}}]";

    @RegisterExtension
    final TestServer server = new TestServer();

    @BeforeEach
    void forget() {
        HEARD.clear();
    }

    private TestClient connect(Class<?>... endpoints) {
        Endpoints.of(Set.of(endpoints)).bind(server.io());
        return server.connectWebSocket();
    }

    public record Message(long id, String text) {}

    @SocketIoEndpoint
    public static class Chat {
        @OnConnect
        void hello(Socket socket, Namespace namespace, SocketIoServer io, Handshake handshake) {
            HEARD.add(List.of(
                    socket.namespace() == namespace,
                    namespace.server() == io,
                    handshake == socket.handshake(),
                    socket.connected()));
            socket.emit("hello");
        }

        @OnEvent("message")
        private long message(Message message, Socket socket, @Nullable String mood) {
            HEARD.add(message.text() + mood + socket.id());
            return message.id() + 1;
        }

        @OnEvent("many")
        String many(List<Message> messages, Map<String, Object> counts, Optional<Message> last, byte[] picture) {
            return messages.get(1).text() + counts + last.map(Message::text).orElse("none") + picture.length;
        }

        @OnEvent("done")
        void done() {}

        @OnEvent("byAck")
        void byAck(int number, Ack ack) {
            ack.send(number, "x");
        }

        @OnEvent("byEvent")
        void byEvent(Event event) {
            HEARD.add(event.size());
        }

        @OnAny
        void any(Event event) {
            HEARD.add("any " + event.name());
        }

        @OnDisconnect
        void bye(DisconnectReason reason, String details, Socket socket) {
            HEARD.add(reason + ", " + details + ", " + socket.rooms());
        }
    }

    @Test
    void onConnect_isGivenWhatItAsksFor_beforeTheFirstEvent() {
        Endpoints.of(Set.of(Chat.class)).bind(server.io());
        var client = server.openWebSocket();

        client.send("40").send("42[\"done\"]");

        assertThat(HEARD).containsExactly(List.of(true, true, true, true), "any done");
        assertThat(client.take()).last().isEqualTo("42[\"hello\"]");
    }

    @Test
    void onEvent_argumentsInOrder_returnValueIsTheAnswer() {
        var client = connect(Chat.class);
        HEARD.clear();

        client.send("427[\"message\",{\"id\":41,\"text\":\"hi\"},\"glad\"]").send("42[\"message\",{\"text\":\"lo\"}]");

        assertThat(client.take()).containsExactly("437[42]");
        assertThat(HEARD).containsExactly("any message", "higladid-2", "any message", "lonullid-2");
    }

    @Test
    void onEvent_typesWithArguments_areRead() {
        var client = connect(Chat.class);

        client.send("451-1[\"many\",[{\"text\":\"a\"},{\"text\":\"b\"}],{\"n\":1},{\"text\":\"z\"},"
                        + "{\"_placeholder\":true,\"num\":0}]")
                .send(new byte[3]);
        client.send("451-2[\"many\",[{},{\"text\":\"b\"}],{},null,{\"_placeholder\":true,\"num\":0}]")
                .send(new byte[1]);

        assertThat(client.take()).containsExactly("431[\"b{n=1}z3\"]", "432[\"b{}none1\"]");
    }

    @Test
    void onEvent_argumentsThatDoNotFit_areAnsweredAndReported() {
        var client = connect(Chat.class);
        var errors = errors();

        client.send("421[\"message\",\"no object\"]").send("422[\"many\",[1]]").send("423[\"byAck\"]");

        var refusal = "[{\"error\":{\"code\":\"INVALID_ARGUMENT\",\"message\":"
                + "\"argument 0 is missing or not of the expected type\"}}]";
        assertThat(client.take()).containsExactly("431" + refusal, "432" + refusal, "433" + refusal);
        assertThat(errors).hasSize(3).allMatch(InvalidArgumentException.class::isInstance);
        assertThat(errors.get(1))
                .hasMessage("argument 0 of \"many\" is no java.util.List<" + Message.class.getName() + ">");
    }

    @Test
    void onEvent_returnsNothing_isAcknowledged_unlessItCanAnswerByItself() {
        var client = connect(Chat.class);

        client.send("421[\"done\"]").send("422[\"byAck\",5]").send("423[\"byEvent\"]");

        assertThat(client.take()).containsExactly("431[]", "432[5,\"x\"]");
    }

    @Test
    void onDisconnect_isTheLast() {
        var client = connect(Chat.class);
        HEARD.clear();

        client.breakOff();

        assertThat(HEARD).containsExactly("transport close, broken off by the test, []");
    }

    /** Errors of the only socket that nobody of the endpoint takes. */
    private List<Throwable> errors() {
        var errors = new ArrayList<Throwable>();
        server.io().sockets().forEach(socket -> socket.onError(errors::add));
        return errors;
    }

    @SocketIoEndpoint
    public static class Later {
        static final CompletableFuture<@Nullable Object> ANSWER = new CompletableFuture<>();

        @OnEvent("later")
        CompletionStage<@Nullable Object> later() {
            return ANSWER;
        }

        @OnEvent("nothing")
        CompletionStage<Void> nothing() {
            return CompletableFuture.completedStage(null);
        }

        @OnEvent("null")
        @Nullable
        String none() {
            return null;
        }

        @OnEvent("fails")
        CompletionStage<String> fails() {
            return CompletableFuture.failedStage(new IOException("disk"));
        }

        @OnEvent("unwritable")
        CompletionStage<Object> unwritable() {
            return CompletableFuture.completedStage(List.of(new Object[] {new Thread()}));
        }

        @OnError
        void disk(IOException disk) {
            HEARD.add(disk);
        }

        @OnError
        void other(Throwable other) {
            HEARD.add(other);
        }
    }

    @Test
    void completionStage_answersWhenItCompletes() {
        var client = connect(Later.class);

        client.send("421[\"later\"]").send("422[\"nothing\"]").send("423[\"null\"]");

        assertThat(client.take()).containsExactly("432[]", "433[null]");
        Later.ANSWER.complete(7);
        assertThat(client.take()).containsExactly("431[7]");
    }

    @Test
    void completionStage_fails_isAnErrorOfTheSocket() {
        var client = connect(Later.class);

        client.send("421[\"fails\"]").send("422[\"unwritable\"]");

        assertThat(client.take()).containsExactly("431" + ERROR, "432" + ERROR);
        assertThat(HEARD).hasSize(2);
        assertThat(HEARD.get(0)).isInstanceOf(IOException.class);
        assertThat(HEARD.get(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @SocketIoEndpoint
    public static class Failing {
        @OnConnect
        void connect() throws IOException {
            throw new IOException("connect");
        }

        @OnEvent("io")
        void io() throws IOException {
            throw new IOException("io");
        }

        @OnEvent("state")
        void state() {
            throw new IllegalStateException("state");
        }

        @OnEvent("argument")
        void argument(int number) {}

        @OnEvent("closed")
        void closed() {
            throw new EventRefusedException("CLOSED", "the vote is over", Map.of("since", 5));
        }

        @OnError
        String nearest(IllegalStateException state, Socket socket) {
            HEARD.add(state.getMessage() + socket.id());
            return "told by the endpoint";
        }

        @OnError
        void argument(IllegalArgumentException argument) {
            HEARD.add(argument);
        }
    }

    @Test
    void onError_nearestTypeIsCalled_andMayAnswer() {
        var client = connect(Failing.class);
        var errors = errors();

        client.send("421[\"state\"]")
                .send("422[\"argument\",\"x\"]")
                .send("423[\"closed\"]")
                .send("424[\"io\"]");

        assertThat(client.take())
                .containsExactly(
                        "431[\"told by the endpoint\"]",
                        "432[{\"error\":{\"code\":\"INVALID_ARGUMENT\","
                                + "\"message\":\"argument 0 is missing or not of the expected type\"}}]",
                        "433[{\"error\":{\"code\":\"CLOSED\",\"message\":\"the vote is over\",\"since\":5}}]",
                        "434" + ERROR);
        assertThat(HEARD).hasSize(2).first().isEqualTo("stateid-2");
        assertThat(HEARD.get(1)).isInstanceOf(InvalidArgumentException.class);
        assertThat(errors).hasSize(2);
        assertThat(errors.get(0)).isInstanceOf(EventRefusedException.class);
        assertThat(errors.get(1)).hasRootCauseMessage("io");
    }

    @SocketIoEndpoint
    public static class Guarded {
        @Use(2)
        void second(Socket socket) {
            HEARD.add("second");
        }

        @Use(1)
        void first(Handshake handshake) {
            HEARD.add("first");
            if (handshake.auth().containsKey("refuse")) {
                throw new ConnectionRefusedException("no", Map.of("why", "test"));
            }
        }

        @Use
        void event(Event event) {
            if (event.name().equals("bad")) {
                throw new IllegalArgumentException("bad");
            }
        }

        @OnEvent("bad")
        void bad() {
            HEARD.add("heard");
        }

        @OnEvent("good")
        void good() {
            HEARD.add("good");
        }

        @OnError
        void error(IllegalArgumentException error) {
            HEARD.add("error " + error.getMessage());
        }
    }

    @Test
    void use_decidesWhoJoins_inTheOrderOfTheNumbers() {
        Endpoints.of(Set.of(Guarded.class)).bind(server.io());

        assertThat(server.openWebSocket().send("40{\"refuse\":1}").take())
                .containsExactly("44{\"message\":\"no\",\"data\":{\"why\":\"test\"}}");
        assertThat(HEARD).containsExactly("first");
        server.connectWebSocket();
        assertThat(HEARD).containsExactly("first", "first", "second");
    }

    @Test
    void useWithEvent_decidesWhichEventsAreHeard() {
        var client = connect(Guarded.class);
        HEARD.clear();

        client.send("421[\"bad\"]").send("422[\"good\"]");

        assertThat(client.take()).containsExactly("431" + ERROR, "432[]");
        assertThat(HEARD).containsExactly("error bad", "good");
    }

    @SocketIoEndpoint
    public static class Curious {
        @OnAny
        void any(Event event) {
            throw new IllegalStateException("any");
        }

        @OnEvent("x")
        int x() {
            return 5;
        }

        @OnError
        String error(Throwable error) {
            HEARD.add(error.getMessage());
            return "no answer";
        }
    }

    @Test
    void onAny_fails_theEventIsAnsweredAllTheSame() {
        var client = connect(Curious.class);

        assertThat(client.send("421[\"x\"]").take()).containsExactly("431[5]");
        assertThat(HEARD).containsExactly("any");
    }

    @SocketIoEndpoint("/projects/*/log")
    public static class Projects {
        @OnEvent("where")
        String where(Namespace namespace) {
            return namespace.name();
        }
    }

    @SocketIoEndpoint("/projects/main/log")
    public static class MainProject {
        @OnEvent("where")
        String where() {
            return "main";
        }
    }

    @Test
    void asterisk_isANamespaceOnDemand_unlessItHasAClassOfItsOwn() {
        var client = connect(Projects.class, MainProject.class);

        client.send("40/projects/x/log,")
                .send("40/projects/main/log,")
                .send("40/projects/a/b/log,")
                .send("40/projects//log,");

        assertThat(client.take())
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("40/projects/x/log,{"),
                        second -> assertThat(second).startsWith("40/projects/main/log,{"),
                        third -> assertThat(third).isEqualTo("44/projects/a/b/log,{\"message\":\"Invalid namespace\"}"),
                        fourth -> assertThat(fourth).isEqualTo("44/projects//log,{\"message\":\"Invalid namespace\"}"));
        client.send("42/projects/x/log,1[\"where\"]").send("42/projects/main/log,2[\"where\"]");
        assertThat(client.take())
                .containsExactly("43/projects/x/log,1[\"/projects/x/log\"]", "43/projects/main/log,2[\"main\"]");
    }

    public static class Parent {
        @OnConnect
        void hello() {
            HEARD.add("parent");
        }

        @OnEvent("inherited")
        int inherited() {
            return 1;
        }

        @OnEvent("replaced")
        int replaced() {
            return 1;
        }

        @OnEvent("dropped")
        int dropped() {
            return 1;
        }
    }

    @SocketIoEndpoint
    public static class Child extends Parent {
        @OnConnect
        void ahead() {
            HEARD.add("child");
        }

        @Override
        @OnEvent("replaced")
        int replaced() {
            return 2;
        }

        @Override
        int dropped() {
            return 2;
        }
    }

    @SocketIoEndpoint
    public static class Sibling {
        @OnEvent("sibling")
        int sibling() {
            return 3;
        }
    }

    @Test
    void superclasses_andSeveralClassesOfANamespace_workTogether() {
        var client = connect(Child.class, Sibling.class);

        client.send("421[\"inherited\"]")
                .send("422[\"replaced\"]")
                .send("423[\"dropped\"]")
                .send("424[\"sibling\"]");

        assertThat(client.take()).containsExactly("431[1]", "432[2]", "434[3]");
        assertThat(HEARD).containsExactly("parent", "child");
    }

    @SocketIoEndpoint
    public static class Who {
        @OnEvent("who")
        String who(@Nullable Principal principal, Optional<Principal> perhaps) {
            return (principal == null ? "nobody" : principal.getName()) + perhaps.isPresent();
        }
    }

    @Test
    void principal_isWhomTheContainerKnows_orNull() {
        Endpoints.of(Set.of(Who.class)).bind(server.io());
        var nobody = server.connectWebSocket();
        var ann = TestClient.webSocket(server.io().engine(), () -> "ann").send("40");
        ann.take();

        assertThat(nobody.send("421[\"who\"]").take()).containsExactly("431[\"nobodyfalse\"]");
        assertThat(ann.send("421[\"who\"]").take()).containsExactly("431[\"anntrue\"]");
    }
}
