package io.parley.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.TestServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class RunningServersTest {
    @RegisterExtension
    final TestServer server = new TestServer();

    @Test
    void servers_areThereFromTheirStartToTheirStop() {
        var stop = RunningServers.add(server.io());
        assertThat(RunningServers.all()).containsExactly(server.io());
        stop.run();
        assertThat(RunningServers.all()).isEmpty();
    }
}
