package io.parley.endpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.Ack;
import io.parley.Event;
import io.parley.Socket;
import io.parley.testing.TestServer;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.servlet.http.HttpSession;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stops the start, and with what message. */
class EndpointMistakesTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    private static void refuses(String message, Class<?>... types) {
        assertThatThrownBy(() -> Endpoints.of(Set.of(types)))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining(message);
    }

    @SocketIoEndpoint
    public static class StaticMethod {
        @OnEvent("x")
        static void x() {}
    }

    @Test
    void staticMethod() {
        refuses("EndpointMistakesTest$StaticMethod.x() is @OnEvent and must not be static", StaticMethod.class);
    }

    @SocketIoEndpoint
    public static class UnknownOnConnect {
        @OnConnect
        void hello(Socket socket, String name) {}
    }

    @SocketIoEndpoint
    public static class AckOnConnect {
        @OnConnect
        void hello(Ack ack) {}
    }

    @SocketIoEndpoint
    public static class FailureOnDisconnect {
        @OnDisconnect
        void bye(Throwable failure) {}
    }

    @SocketIoEndpoint
    public static class SessionOnEvent {
        @OnEvent("x")
        void x(HttpSession session) {}
    }

    @SocketIoEndpoint
    public static class FailureOnEvent {
        @OnEvent("x")
        void x(IllegalStateException failure) {}
    }

    @SocketIoEndpoint
    public static class FutureOnEvent {
        @OnEvent("x")
        void x(CompletableFuture<String> future) {}
    }

    @SocketIoEndpoint
    public static class TextOnError {
        @OnError
        void x(String text) {}
    }

    @Test
    void parametersOfWhichNothingIsKnown() {
        refuses(
                "UnknownOnConnect.hello(Socket, String) has a parameter that is unknown to @OnConnect: java.lang.String",
                UnknownOnConnect.class);
        refuses("unknown to @OnConnect: io.parley.Ack", AckOnConnect.class);
        refuses("unknown to @OnDisconnect: java.lang.Throwable", FailureOnDisconnect.class);
        refuses("unknown to @OnEvent: jakarta.servlet.http.HttpSession", SessionOnEvent.class);
        refuses("unknown to @OnEvent: java.lang.IllegalStateException", FailureOnEvent.class);
        refuses("unknown to @OnEvent: java.util.concurrent.CompletableFuture", FutureOnEvent.class);
        refuses("unknown to @OnError: java.lang.String", TextOnError.class);
    }

    record Hidden(String text) {}

    public abstract static class Shape {}

    @SocketIoEndpoint
    public static class HiddenArgument {
        @OnEvent("x")
        void x(Hidden hidden) {}
    }

    @SocketIoEndpoint
    public static class AbstractArgument {
        @OnEvent("x")
        void x(java.util.List<Shape> shapes) {}
    }

    public static class Generic<T> {
        @OnEvent("x")
        void x(T value) {}
    }

    @SocketIoEndpoint
    public static class OfAnything extends Generic<String> {}

    @Test
    void argumentsThatNothingCanBecome() {
        refuses("HiddenArgument.x(Hidden) has an argument whose type is not public: ", HiddenArgument.class);
        refuses("AbstractArgument.x(List) has an argument whose type is abstract: ", AbstractArgument.class);
        refuses("Generic.x(Object) has an argument whose type is not known: T", OfAnything.class);
    }

    @SocketIoEndpoint
    public static class TwoAnswers {
        @OnEvent("x")
        int x(Ack ack) {
            return 1;
        }
    }

    @SocketIoEndpoint
    public static class AnsweringOnConnect {
        @OnConnect
        int x() {
            return 1;
        }
    }

    @SocketIoEndpoint
    public static class LateOnError {
        @OnError
        CompletionStage<String> x() {
            return CompletableFuture.completedStage("");
        }
    }

    @Test
    void answersThatNobodyGets() {
        refuses("TwoAnswers.x(Ack) has an Ack to answer with, and returns an answer", TwoAnswers.class);
        refuses("AnsweringOnConnect.x() is @OnConnect and must return nothing", AnsweringOnConnect.class);
        refuses("LateOnError.x() is @OnError and has to return the answer itself", LateOnError.class);
    }

    @SocketIoEndpoint
    public static class Twice {
        @OnEvent("x")
        void a() {}

        @OnEvent("x")
        void b() {}
    }

    @SocketIoEndpoint("/a")
    public static class First {
        @OnEvent("x")
        void x() {}
    }

    @SocketIoEndpoint("/a")
    public static class Second {
        @OnEvent("x")
        void x() {}
    }

    @SocketIoEndpoint(value = "/a", path = "/socket.io")
    public static class Third {
        @OnEvent("x")
        void x() {}
    }

    @SocketIoEndpoint
    public static class TwoErrors {
        @OnError
        void a() {}

        @OnError
        void b(Throwable all) {}
    }

    @SocketIoEndpoint
    public static class BothAtOnce {
        @OnEvent("x")
        @OnAny
        void x(Event event) {}
    }

    @Test
    void severalMethodsForTheSame() {
        refuses("Twice.b() is for the same event as io.parley.endpoint.EndpointMistakesTest$Twice.a()", Twice.class);
        refuses(
                "Second.x() is for the same event of /a as io.parley.endpoint.EndpointMistakesTest$First.x(): \"x\"",
                First.class,
                Second.class);
        refuses("TwoErrors.b(Throwable) is for the same failure as ", TwoErrors.class);
        refuses("BothAtOnce.x(Event) is both @OnEvent and @OnAny", BothAtOnce.class);
        var apart = Endpoints.of(Set.of(First.class, Third.class));
        assertThatThrownBy(() -> apart.byPath("/socket.io")).isInstanceOf(EndpointException.class);
        apart.byPath("/other");
    }

    @SocketIoEndpoint
    public static class Reserved {
        @OnEvent("disconnect")
        void x() {}
    }

    @SocketIoEndpoint("chat")
    public static class NoSlash {}

    @SocketIoEndpoint("/a,b")
    public static class Comma {}

    @SocketIoEndpoint("/a*")
    public static class PartOfAPart {}

    @SocketIoEndpoint("/a123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
            + "123456789012345678901234567890123456789")
    public static class TooLong {}

    @SocketIoEndpoint(path = "live")
    public static class NoPath {}

    @Test
    void namesThatCannotBe() {
        refuses("Reserved.x() is for \"disconnect\", a reserved name", Reserved.class);
        refuses("NoSlash is for \"chat\", which is no namespace", NoSlash.class);
        refuses("Comma is for \"/a,b\", which is no namespace", Comma.class);
        refuses("PartOfAPart is for \"/a*\", which is no namespace", PartOfAPart.class);
        refuses("NoPath is of no possible server: path must be like /socket.io", NoPath.class);
        var tooLong = Endpoints.of(Set.of(TooLong.class));
        assertThatThrownBy(() -> tooLong.bind(server.io()))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("TooLong is for /a12345")
                .hasMessageContaining("at most 128 characters");
    }

    @SocketIoEndpoint
    static class NotPublic {}

    @SocketIoEndpoint
    public abstract static class Abstract {}

    @SocketIoEndpoint
    public interface Interface {}

    @SocketIoEndpoint
    public class Inner {}

    @SocketIoEndpoint
    public static class NoConstructor {
        public NoConstructor(String name) {}
    }

    @SocketIoEndpoint
    public static class FailingConstructor {
        public FailingConstructor() {
            throw new IllegalStateException("no database");
        }
    }

    @Test
    void classesOfWhichThereIsNoInstance() {
        for (var type : Set.of(NotPublic.class, Abstract.class, Interface.class, Inner.class)) {
            refuses(type.getName() + " is an endpoint and has to be a public class", type);
        }
        refuses("java.lang.String has no @SocketIoEndpoint", String.class);
        var unmade = Endpoints.of(Set.of(NoConstructor.class));
        assertThatThrownBy(() -> unmade.bind(server.io()))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining("NoConstructor needs a public constructor without parameters");
        var failing = Endpoints.of(Set.of(FailingConstructor.class));
        assertThatThrownBy(() -> failing.bind(server.io()))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining(
                        "FailingConstructor cannot be made: java.lang.IllegalStateException: no database");
    }

    @SocketIoEndpoint
    @RolesAllowed("a")
    @DenyAll
    public static class TwoRules {}

    @SocketIoEndpoint
    public static class RolesOnConnect {
        @OnConnect
        @RolesAllowed("a")
        void x() {}
    }

    @SocketIoEndpoint
    public static class NamelessRole {
        @OnEvent("x")
        @RolesAllowed("")
        void x() {}
    }

    @SocketIoEndpoint
    public static class PermitsOnConnect {
        @OnConnect
        @PermitAll
        void x() {}
    }

    @Test
    void rolesThatSayNothing() {
        refuses("TwoRules has two of @RolesAllowed, @PermitAll and @DenyAll", TwoRules.class);
        refuses("RolesOnConnect.x() is @OnConnect; roles are for the class", RolesOnConnect.class);
        refuses("NamelessRole.x() allows a role without a name", NamelessRole.class);
        Endpoints.of(Set.of(PermitsOnConnect.class));
    }
}
