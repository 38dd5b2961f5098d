package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.RecoveryOptions;
import io.parley.ServerOptions;
import io.parley.adapter.Adapter;
import io.parley.adapter.ClusterGap;
import io.parley.adapter.LocalAdapter;
import io.parley.adapter.Recipient;
import io.parley.adapter.Recipients;
import io.parley.adapter.RecoveryLog;
import io.parley.adapter.UserTable;
import io.parley.testing.TestServer;
import io.parley.testing.World;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What others broadcast in the very moment at which a socket enters its namespace comes behind the answer to CONNECT. */
final class EnterTest {
    private static final Pattern PID = Pattern.compile("\"pid\":\"([^\"]+)\"");
    private static final Pattern OFFSET = Pattern.compile(",\"([^\"]+)\"\\]$");

    private String moment = "add";
    private Runnable meanwhile = () -> {};

    @RegisterExtension
    final TestServer plain = new TestServer(ServerOptions.defaults(), new World(), new Interrupted());

    @RegisterExtension
    final TestServer recovering = new TestServer(
            ServerOptions.builder()
                    .recovery(new RecoveryOptions(Duration.ofMinutes(2), false, 100, 1000, 1_000_000, 5, 1000))
                    .build(),
            new World(),
            new Interrupted());

    @Test
    void broadcast_comesBehindTheAnswer() {
        meanwhile = () -> plain.io().emit("news");
        var client = plain.openWebSocket().send("40");
        assertThat(client.take())
                .satisfiesExactly(answer -> assertThat(answer).startsWith("40{"), news -> assertThat(news)
                        .isEqualTo("42[\"news\"]"));
    }

    @Test
    void broadcast_comesBehindWhatARecoveredClientHasMissed_andTheAnswer() {
        assertThat(recoveredWithNewsAt("rooms")).containsExactly("42[\"missed\"", "40", "42[\"news\"", "42[\"later\"");
    }

    @Test
    void broadcast_thatIsReplayedAlready_doesNotComeAgain() {
        assertThat(recoveredWithNewsAt("add")).containsExactly("42[\"missed\"", "42[\"news\"", "40", "42[\"later\"");
    }

    /** What a client gets that comes back, if others broadcast news during this call of the adapter. */
    private Stream<String> recoveredWithNewsAt(String call) {
        var first = recovering.openWebSocket().send("40");
        recovering.io().emit("first");
        var got = String.join(" ", first.take());
        first.breakOff();
        recovering.io().emit("missed");
        moment = call;
        meanwhile = () -> {
            meanwhile = () -> {};
            recovering.io().emit("news");
        };

        var back = recovering
                .openWebSocket()
                .send("40{\"pid\":\"" + found(PID, got) + "\",\"offset\":\"" + found(OFFSET, got) + "\"}");
        recovering.io().emit("later");
        return back.take().stream().map(packet -> packet.replaceFirst("[,{].*", ""));
    }

    private static String found(Pattern pattern, String text) {
        var found = pattern.matcher(text);
        assertThat(found.find()).isTrue();
        return found.group(1);
    }

    /** Adapters that are interrupted by somebody else's broadcast at a moment, when they have done what they were asked. */
    private final class Interrupted implements Adapter.Factory {
        private final Adapter.Factory local = LocalAdapter.factory("node-1");

        @Override
        @SuppressWarnings("unchecked")
        public <R extends Recipient> Adapter<R> adapter(
                String namespace, Recipients<R> recipients, @Nullable RecoveryLog log) {
            var adapter = local.adapter(namespace, recipients, log);
            return (Adapter<R>) Proxy.newProxyInstance(
                    Adapter.class.getClassLoader(), new Class<?>[] {Adapter.class}, (proxy, method, arguments) -> {
                        try {
                            var result = method.invoke(adapter, arguments);
                            if (method.getName().equals(moment)) {
                                meanwhile.run();
                            }
                            return result;
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    });
        }

        @Override
        public UserTable users(UserTable.Listener listener) {
            return local.users(listener);
        }

        @Override
        public String nodeId() {
            return local.nodeId();
        }

        @Override
        public Set<String> nodes() {
            return local.nodes();
        }

        @Override
        public void onNodesChanged(Consumer<Set<String>> listener) {
            local.onNodesChanged(listener);
        }

        @Override
        public void onGap(Consumer<ClusterGap> listener) {
            local.onGap(listener);
        }
    }
}
