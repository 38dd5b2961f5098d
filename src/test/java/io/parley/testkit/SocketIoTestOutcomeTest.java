package io.parley.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.parley.testkit.Greeter.Message;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

/** What the test kit makes of tests. */
class SocketIoTestOutcomeTest {
    @Test
    void failuresThatNobodyLooksAt_failTheTest() {
        var tests = run(Careless.class);

        tests.assertStatistics(all -> all.started(5).succeeded(1).failed(4));
        assertThat(messages(tests))
                .satisfiesExactlyInAnyOrder(
                        message -> assertThat(message).startsWith("unread is [client 2: [\"message\""),
                        message -> assertThat(message).contains("has thrown", "IllegalStateException: broken"),
                        message -> assertThat(message).startsWith("no \"never\" has come to client 1"),
                        message -> assertThat(message).contains("no token"));
    }

    @Test
    void applicationThatDoesNotStart_failsTheTest() {
        var tests = run(Broken.class);

        tests.assertStatistics(all -> all.started(1).failed(1));
        assertThat(messages(tests)).containsExactly("cannot start");
    }

    @Test
    void eachTest_hasAServerOfItsOwn() {
        run(Fresh.class).assertStatistics(all -> all.started(2).succeeded(2));
    }

    private static Events run(Class<?> tests) {
        return EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
    }

    private static List<String> messages(Events tests) {
        return tests.failed().stream()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result ->
                        String.valueOf(result.getThrowable().orElseThrow().getMessage()))
                .toList();
    }

    /** Started by the tests above. */
    @SocketIoTest(value = Greeter.class, failOnUnread = true)
    static class Careless {
        @Test
        void leavesAnEventUnread(SocketIoTestClient ann, SocketIoTestClient bob) {
            ann.emit("message", new Message("hello", 1));
        }

        @Test
        void doesNotAskForWhatIsThrown(SocketIoTestClient ann) {
            ann.emit("break");
        }

        @Test
        void expectsWhatDoesNotCome(SocketIoTestClient ann) {
            ann.received("never");
        }

        @Test
        void isNotLetIn(@ConnectAs(namespace = "/admin") SocketIoTestClient ann) {
            ann.expectNothing();
        }

        @Test
        void isCareful(SocketIoTestClient ann) {
            ann.expectNothing();
        }
    }

    /** Started by the tests above. */
    static class Broken {
        @RegisterExtension
        final SocketIoTestServer server = SocketIoTestServer.of(io -> {
            throw new IllegalStateException("cannot start");
        });

        @Test
        void isNotReached() {}
    }

    /** Started by the tests above. */
    static class Fresh {
        @RegisterExtension
        static final SocketIoTestServer SERVER = SocketIoTestServer.of(Greeter.class);

        @Test
        void one() {
            assertThat(SERVER.connect().id()).isEqualTo("id-2");
        }

        @Test
        void other() {
            assertThat(SERVER.connect().id()).isEqualTo("id-2");
        }
    }
}
