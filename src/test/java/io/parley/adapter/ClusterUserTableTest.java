package io.parley.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.cluster.Frame;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the nodes tell each other of users. */
final class ClusterUserTableTest {
    private final World world = new World();
    private final MemoryNetwork network = new MemoryNetwork(
            0, MemoryNetwork.LIMITS, world.time, world.environment().failures());
    private final List<String> told = new ArrayList<>();

    private UserTable join() {
        return new ClusterUserTable(
                "/socket.io",
                network.join(),
                world.environment(),
                (node, namespace, user, sockets) ->
                        told.add(namespace + " " + user + " " + sockets.sockets() + " " + sockets.away()));
    }

    @AfterEach
    void nothingFailed() {
        world.assertNoFailures();
    }

    @Test
    void numbersOfAUser_areThoseOfItsNamespace() {
        var table = join();
        join();

        table.tell("/", "ann, of sales", new UserSockets(2, 1));
        table.tell("/news", "ann", new UserSockets(1, 0));
        table.tell("/", "ann, of sales", UserSockets.NONE);

        assertThat(told).containsExactly("/ ann, of sales 2 1", "/news ann 1 0", "/ ann, of sales 0 0");
    }

    @Test
    void namesThatAreTooLongTogether_areNotTold() {
        var table = join();
        join();

        assertThat(table.tell("/" + "x".repeat(1000), "a".repeat(22), new UserSockets(1, 0)))
                .isTrue();
        assertThat(table.tell("/" + "x".repeat(1000), "a".repeat(23), new UserSockets(1, 0)))
                .isFalse();
        assertThat(told).hasSize(1);
    }

    /** It would answer that it knows no such namespace. */
    @Test
    void aNodeOfThePreviousRelease_takesNothingOfIt_forAQuestion() {
        var frames = new ArrayList<Frame>();
        network.join().subscribe(frames::add);
        var table = join();
        table.tell("/", "ann", new UserSockets(1, 0));
        table.tell("/", "bob", new UserSockets(1, 0));
        table.tell("/", "bob", UserSockets.NONE);
        join();
        world.time.advance(Duration.ofSeconds(3));

        assertThat(frames).hasSizeGreaterThan(6).allSatisfy(frame -> assertThat(ClusterCodec.isOfARequest(frame.body()))
                .isFalse());
    }
}
