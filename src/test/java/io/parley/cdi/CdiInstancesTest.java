package io.parley.cdi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.parley.ConnectionRefusedException;
import io.parley.DisconnectReason;
import io.parley.Socket;
import io.parley.SocketIoServer;
import io.parley.endpoint.EndpointException;
import io.parley.endpoint.Endpoints;
import io.parley.endpoint.OnConnect;
import io.parley.endpoint.OnDisconnect;
import io.parley.endpoint.OnError;
import io.parley.endpoint.OnEvent;
import io.parley.endpoint.SocketIoEndpoint;
import io.parley.endpoint.Use;
import io.parley.testing.TestServer;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.se.SeContainer;
import jakarta.enterprise.inject.se.SeContainerInitializer;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InterceptorBinding;
import jakarta.interceptor.InvocationContext;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Endpoints as beans, in Weld. */
class CdiInstancesTest {
    private static final List<Object> HEARD = new ArrayList<>();

    @RegisterExtension
    final TestServer server = new TestServer();

    private @Nullable SeContainer container;

    @BeforeEach
    void forget() {
        HEARD.clear();
    }

    @AfterEach
    void stop() {
        if (container != null) {
            container.close();
        }
    }

    /** Starts CDI, and binds those of the classes that are endpoints. */
    private SeContainer start(Class<?>... classes) {
        var started = SeContainerInitializer.newInstance()
                .disableDiscovery()
                .addExtensions(new EndpointExtension())
                .addBeanClasses(classes)
                .initialize();
        container = started;
        bind(classes);
        return started;
    }

    private void bind(Class<?>... classes) {
        var endpoints = Endpoints.of(List.of(classes).stream()
                .filter(type -> type.isAnnotationPresent(SocketIoEndpoint.class))
                .toList());
        var instances = CdiInstances.find(endpoints, server.io()).orElseThrow();
        server.io().on("connection", instances::connected);
        endpoints.bind(server.io(), instances);
    }

    private ConnectionContext connections() {
        return CDI.current()
                .getBeanManager()
                .getExtension(EndpointExtension.class)
                .connections();
    }

    @InterceptorBinding
    @Retention(RetentionPolicy.RUNTIME)
    @interface Logged {}

    @Logged
    @Interceptor
    @Priority(Interceptor.Priority.APPLICATION)
    public static class Log {
        @AroundInvoke
        Object log(InvocationContext call) throws Exception {
            HEARD.add("before " + call.getMethod().getName());
            return call.proceed();
        }
    }

    @ApplicationScoped
    public static class Counter {
        private final AtomicInteger count = new AtomicInteger();

        int next() {
            return count.incrementAndGet();
        }
    }

    @SocketIoEndpoint
    public static class Chat {
        @Inject
        Counter counter;

        @Inject
        SocketIoServer io;

        @OnEvent("count")
        @Logged
        int count(Socket socket) {
            HEARD.add(io == socket.namespace().server());
            return counter.next();
        }
    }

    @Test
    void endpoint_isAnApplicationScopedBean_injectedAndIntercepted() {
        start(Chat.class, Counter.class, Log.class);

        assertThat(server.connectWebSocket().send("421[\"count\"]").take()).containsExactly("431[1]");
        assertThat(server.connectWebSocket().send("421[\"count\"]").take()).containsExactly("431[2]");

        assertThat(HEARD).containsExactly("before count", true, "before count", true);
        assertThat(CDI.current().select(SocketIoServer.class).get()).isSameAs(server.io());
    }

    public interface Greets {
        String greet();
    }

    @SocketIoEndpoint
    public static class Greeter implements Greets {
        @Override
        @OnEvent("greet")
        public String greet() {
            return "hello";
        }
    }

    @Decorator
    @Priority(Interceptor.Priority.APPLICATION)
    public static class Louder implements Greets {
        @Inject
        @Delegate
        @Any
        Greets quiet;

        @Override
        public String greet() {
            return quiet.greet() + "!";
        }
    }

    @Test
    void endpoint_isDecorated() {
        start(Greeter.class, Louder.class);

        assertThat(server.connectWebSocket().send("421[\"greet\"]").take()).containsExactly("431[\"hello!\"]");
    }

    @ConnectionScoped
    public static class Basket {
        private final List<String> things = new ArrayList<>();

        @Inject
        Socket socket;

        String add(String thing) {
            things.add(thing);
            return socket.id() + things;
        }

        @PreDestroy
        void end() {
            HEARD.add("destroyed " + things);
        }
    }

    @SocketIoEndpoint
    public static class Shop {
        @Inject
        Basket basket;

        @Use
        void use(Socket socket) {
            if (socket.handshake().auth().containsKey("first")) {
                basket.add("first");
            }
            if (socket.handshake().auth().containsKey("refuse")) {
                throw new ConnectionRefusedException("no");
            }
        }

        @OnEvent("add")
        String add(String thing) {
            return basket.add(thing);
        }

        @OnDisconnect
        void bye(DisconnectReason reason) {
            HEARD.add("left " + basket.add("last"));
        }
    }

    @Test
    void connectionScoped_isOneForEachSocket_untilAllOfItIsOver() {
        start(Shop.class, Basket.class);
        var ann = server.connectWebSocket();
        var bob = server.connectWebSocket();

        assertThat(ann.send("421[\"add\",\"tea\"]").take().get(0)).matches("431\\[\"id-\\d+\\[tea]\"]");
        assertThat(bob.send("421[\"add\",\"milk\"]").take().get(0)).contains("[milk]");
        assertThat(ann.send("422[\"add\",\"cup\"]").take().get(0)).contains("[tea, cup]");
        assertThat(connections().size()).isEqualTo(2);

        ann.breakOff();
        assertThat(HEARD).hasSize(2);
        assertThat(HEARD.get(0)).asString().contains("[tea, cup, last]");
        assertThat(HEARD.get(1)).isEqualTo("destroyed [tea, cup, last]");
        assertThat(connections().size()).isEqualTo(1);
        bob.breakOff();
        assertThat(connections().size()).isZero();
    }

    @Test
    void connectionScoped_ofAClientThatIsRefused_isDestroyed() {
        start(Shop.class, Basket.class);

        server.openWebSocket().send("40{\"first\":1,\"refuse\":1}");

        assertThat(HEARD).containsExactly("destroyed [first]");
        assertThat(connections().size()).isZero();
    }

    @Test
    void connectionScoped_elsewhere_isNotActive() {
        var started = start(Shop.class, Basket.class);

        var basket = started.select(Basket.class).get();
        assertThatThrownBy(() -> basket.add("x")).isInstanceOf(ContextNotActiveException.class);
    }

    @SocketIoEndpoint
    @ConnectionScoped
    public static class Own {
        static CompletableFuture<String> answer = new CompletableFuture<>();
        private int calls;

        @OnEvent("call")
        int call() {
            return ++calls;
        }

        @OnEvent("later")
        CompletionStage<String> later() {
            return answer;
        }

        @OnError
        void error(IllegalStateException error) {
            HEARD.add(error.getMessage() + ++calls);
        }

        @PreDestroy
        void end() {
            HEARD.add("destroyed after " + calls);
        }
    }

    @Test
    void endpoint_mayBeConnectionScopedItself_andIsDestroyedAlsoWhenItIsUsedTooLate() {
        Own.answer = new CompletableFuture<>();
        start(Own.class);
        var ann = server.connectWebSocket();
        var bob = server.connectWebSocket();

        ann.send("421[\"call\"]").send("422[\"call\"]").send("423[\"later\"]");
        assertThat(ann.take()).containsExactly("431[1]", "432[2]");
        assertThat(bob.send("421[\"call\"]").take()).containsExactly("431[1]");
        ann.breakOff();
        assertThat(HEARD).containsExactly("destroyed after 2");

        Own.answer.completeExceptionally(new IllegalStateException("late"));
        assertThat(HEARD).containsExactly("destroyed after 2", "late1", "destroyed after 1");
        assertThat(connections().size()).isEqualTo(1);
    }

    @RequestScoped
    public static class Request {
        private int calls;

        int call() {
            return ++calls;
        }

        @PreDestroy
        void end() {
            HEARD.add("request over");
        }
    }

    @SocketIoEndpoint
    @Dependent
    public static class Requests {
        @Inject
        Request request;

        private int calls;

        @OnEvent("call")
        private String call() {
            request.call();
            return request.call() + " of " + ++calls;
        }
    }

    @Test
    void requestScope_isThatOfOneCall_andADependentEndpointIsOneForAll() {
        start(Requests.class, Request.class);
        var client = server.connectWebSocket();

        client.send("421[\"call\"]").send("422[\"call\"]");

        assertThat(client.take()).containsExactly("431[\"2 of 1\"]", "432[\"2 of 2\"]");
        assertThat(HEARD).containsExactly("request over", "request over");
    }

    @ApplicationScoped
    public static class Observer {
        @Inject
        Basket basket;

        void joined(@Observes @Connected Socket socket) {
            HEARD.add("joined " + socket.connected() + basket.add("x").isEmpty());
        }

        void left(@Observes @Disconnected Socket socket) {
            HEARD.add("left " + socket.connected());
        }
    }

    @SocketIoEndpoint
    public static class Silent {
        @OnConnect
        void hello() {
            HEARD.add("hello");
        }
    }

    @Test
    void observers_hearOfClientsThatComeAndGo() {
        start(Silent.class, Observer.class, Basket.class);

        server.connectWebSocket().breakOff();

        assertThat(HEARD).containsExactly("joined truefalse", "hello", "left false", "destroyed [x]");
    }

    public static class NoBean {}

    @SocketIoEndpoint
    public static class PrivateMethod {
        @OnEvent("x")
        private void x() {}
    }

    @SocketIoEndpoint
    public static class FinalMethod {
        @OnEvent("x")
        final void x() {}
    }

    @Test
    void methodsThatAProxyDoesNotHave_stopTheStart() {
        assertThatThrownBy(() -> start(PrivateMethod.class))
                .isInstanceOf(EndpointException.class)
                .hasMessageContaining(
                        "PrivateMethod.x() cannot be called on a bean of @ApplicationScoped; it must not be"
                                + " private or final");
        stop();
        assertThatThrownBy(() -> start(FinalMethod.class)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void classThatIsNoBean_isPlain() {
        start(Silent.class);
        var endpoints = Endpoints.of(Set.of(Greeter.class));

        assertThat(CdiInstances.find(endpoints, server.io()).orElseThrow().get(Greeter.class))
                .isExactlyInstanceOf(Greeter.class);
    }

    @Test
    void withoutAContainer_thereIsNothing() {
        assertThat(CdiInstances.find(Endpoints.of(Set.of()), server.io())).isEmpty();
    }
}
