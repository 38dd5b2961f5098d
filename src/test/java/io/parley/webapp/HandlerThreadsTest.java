package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HandlerThreadsTest {
    private static final int JAVA = Runtime.version().feature();

    private final Queue<Runnable> container = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();

    @Test
    void pool_isOfDaemons_withTheClassLoaderOfTheApplication() throws Exception {
        try (var threads = new Closing(HandlerThreads.of(set("pool")))) {
            var thread = threads.thread();
            assertThat(thread.getName()).isEqualTo("parley-handler-1");
            assertThat(thread.isDaemon()).isTrue();
            assertThat(threads.loader()).isEqualTo(getClass().getClassLoader());
        }
    }

    @Test
    void virtual_whereTheJvmHasThem_areNamed_withTheClassLoaderOfTheApplication() throws Exception {
        assumeTrue(JAVA >= 21, "Java " + JAVA + " has no virtual threads");
        try (var threads = new Closing(HandlerThreads.of(set("virtual")))) {
            var thread = threads.thread();
            assertThat((Boolean) Thread.class.getMethod("isVirtual").invoke(thread))
                    .isTrue();
            assertThat(thread.getName()).isEqualTo("parley-handler-1");
            assertThat(threads.loader()).isEqualTo(getClass().getClassLoader());
        }
    }

    @Test
    void virtual_whereTheJvmHasNone_stopsTheStart() {
        assumeTrue(JAVA < 21, "Java " + JAVA + " has virtual threads");
        assertThatThrownBy(() -> HandlerThreads.of(set("virtual")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(
                        "parley.handlers = \"virtual\" (system property parley.handlers) is not allowed: this JVM has"
                                + " no virtual threads");
    }

    @Test
    void managed_whereTheContainerHasNone_stopsTheStart() {
        assertThatThrownBy(() -> HandlerThreads.of(set("managed")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("there is nothing in JNDI at java:comp/DefaultManagedExecutorService");
    }

    @Test
    void managed_runsInTheContextOfTheApplication() {
        var threads = new ManagedThreads(container::add, this::inContext, Thread::new);
        threads.execute(() -> done.add("task"));
        assertThat(done).isEmpty();
        container.remove().run();
        assertThat(done).containsExactly("begin", "task", "end");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void managed_contextThatFails_theTaskRunsOnceAllTheSame(boolean afterTheTask) {
        var threads = new BoundedExecutor(
                1,
                new ManagedThreads(
                        container::add,
                        task -> {
                            if (afterTheTask) {
                                task.run();
                            }
                            throw new IllegalStateException("the application is stopping");
                        },
                        Thread::new),
                failure -> done.add("failure"));
        threads.execute(() -> done.add("first"));
        threads.execute(() -> done.add("second"));
        container.remove().run();
        container.remove().run();
        assertThat(done).containsExactly("first", "second");
        threads.shutdown();
        assertThat(threads.isTerminated()).isTrue();
    }

    @Test
    void managed_whatTheContainerRefuses_runsOnAThreadOfOurOwn() throws Exception {
        var threads = new ManagedThreads(
                task -> {
                    throw new RejectedExecutionException("full");
                },
                this::inContext,
                new DaemonThreads("other"));
        var name = new CompletableFuture<String>();
        threads.execute(() -> name.complete(Thread.currentThread().getName()));
        assertThat(name.get()).isEqualTo("other-1");
    }

    private void inContext(Runnable task) {
        done.add("begin");
        task.run();
        done.add("end");
    }

    private static Configuration set(String handlers) {
        return new Configuration(Map.of("parley.handlers", handlers), Map.of(), Map.of());
    }

    private record Closing(HandlerThreads threads) implements AutoCloseable {
        Thread thread() throws Exception {
            var thread = new CompletableFuture<Thread>();
            threads.executor().execute(() -> thread.complete(Thread.currentThread()));
            return thread.get();
        }

        ClassLoader loader() throws Exception {
            var loader = new CompletableFuture<ClassLoader>();
            threads.executor()
                    .execute(() -> loader.complete(Thread.currentThread().getContextClassLoader()));
            return loader.get();
        }

        @Override
        public void close() {
            threads.executor().shutdown();
        }
    }
}
