package io.parley.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.parley.cluster.BusLimits;
import io.parley.hazelcast.HazelcastOptions.Timing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HazelcastOptionsTest {
    private static final String LOCAL = "127.0.0.1";

    @Test
    void theBindAddress_isTheFirstOwnOneInTheMemberList() {
        // 203.0.113.0/24 is for documentation
        var options = HazelcastOptions.of("c", 5701, List.of("203.0.113.7:5701", "localhost:5702", "127.0.0.1:5701"));

        assertThat(options.bindAddress()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
        assertThat(options.topic()).isEqualTo("parley.1");
        assertThat(options.limits())
                .isEqualTo(new BusLimits(16777216, 67108864, Duration.ofSeconds(60), 16_000_000, 16_000_000));
    }

    @Test
    void aMemberListWithoutAnOwnAddress_needsABindAddress() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HazelcastOptions.of("c", 5701, List.of("203.0.113.7:5701", "203.0.113.8:5701")))
                .withMessage(
                        "members 203.0.113.7:5701,203.0.113.8:5701: none has an address of this machine, so the address"
                                + " to bind must be given");
        assertThat(HazelcastOptions.of("c", LOCAL, 5701, List.of("203.0.113.7:5701"))
                        .listsThisNode())
                .isFalse();
    }

    @Test
    void thisNode_isListedByAddressAndPort() {
        assertThat(HazelcastOptions.of("c", LOCAL, 5701, List.of("localhost:5701"))
                        .listsThisNode())
                .isTrue();
        assertThat(HazelcastOptions.of("c", LOCAL, 5701, List.of("localhost:5702"))
                        .listsThisNode())
                .isFalse();
        assertThat(HazelcastOptions.of("c", LOCAL, 5701, List.of("203.0.113.7:5701", "127.0.0.1:5701"))
                        .listsThisNode())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                     | must be host:port, an IPv6 address in [brackets]
        node-b                 | must be host:port, an IPv6 address in [brackets]
        node-b:                | must be host:port, an IPv6 address in [brackets]
        :5701                  | must be host:port, an IPv6 address in [brackets]
        127.0.0.1:5701:5702    | must be host:port, an IPv6 address in [brackets]
        127.0.0.1:five         | must be host:port, an IPv6 address in [brackets]
        127.0.0.1:-1           | must be host:port, an IPv6 address in [brackets]
        http://127.0.0.1:5701  | must be host:port, an IPv6 address in [brackets]
        127.0.0.1 5701         | must be host:port, an IPv6 address in [brackets]
        ::1:5701               | must be host:port, an IPv6 address in [brackets]
        127.0.0.1:9999999999   | must be host:port, an IPv6 address in [brackets]
        127.0.0.1:0            | the port must be 1 to 65535
        127.0.0.1:65536        | the port must be 1 to 65535
        [::x]:5701             | must be host:port, an IPv6 address in [brackets]
        no-such-host.invalid:1 | the host cannot be resolved to an address
        """)
    void malformedMembers_areRefused(String member, String allowed) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HazelcastOptions.of("c", LOCAL, 5701, List.of("127.0.0.1:5701", member)))
                .withMessage("member \"" + member + "\": " + allowed);
    }

    @Test
    void membersInAnyKnownForm_areTaken() {
        assertThat(HazelcastOptions.of("c", LOCAL, 5701, List.of("[::1]:5701", "localhost:1", "127.0.0.1:65535"))
                        .members())
                .hasSize(3);
        assertThat(HostPort.parse("[::1]:5701").toString()).isEqualTo("[::1]:5701");
        assertThat(HostPort.parse("node-b.intra:5701")).isEqualTo(new HostPort("node-b.intra", 5701));
    }

    @Test
    void otherWrongValues_areRefused() {
        refused("no members: must be at least one host:port", "c", LOCAL, 5701);
        refused("port 0: must be 1 to 65535", "c", LOCAL, 0, "127.0.0.1:1");
        refused("port 65536: must be 1 to 65535", "c", LOCAL, 65536, "127.0.0.1:1");
        refused("bind address \"\": must be one address of this machine", "c", "", 5701, "127.0.0.1:1");
        refused("bind address \"0.0.0.0\": must be one address of this machine", "c", "0.0.0.0", 5701, "127.0.0.1:1");
        refused(
                "bind address \"203.0.113.7\": must be one address of this machine",
                "c",
                "203.0.113.7",
                5701,
                "127.0.0.1:1");
        refused(
                "bind address \"no-such-host.invalid\": must be one address of this machine; it cannot be resolved",
                "c",
                "no-such-host.invalid",
                5701,
                "127.0.0.1:1");
        refused(
                "cluster name \"\": must be 1 to 100 visible ASCII characters, no spaces",
                "",
                LOCAL,
                5701,
                "127.0.0.1:1");
        refused(
                "cluster name \"a b\": must be 1 to 100 visible ASCII characters, no spaces",
                "a b",
                LOCAL,
                5701,
                "127.0.0.1:1");
    }

    private static void refused(String message, String name, String bindAddress, int port, String... members) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HazelcastOptions.of(name, bindAddress, port, List.of(members)))
                .withMessage(message);
    }

    @Test
    void timing_isInWholeSeconds_andAllowsALostHeartbeat() {
        var second = Duration.ofSeconds(1);
        var minute = Duration.ofMinutes(1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timing(Duration.ofMillis(1500), minute, second, second, second, second, second))
                .withMessage("heartbeat PT1.5S: must be whole seconds, 1 s to 3600 s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timing(second, minute, second, second, Duration.ZERO, second, second))
                .withMessage("operation timeout PT0S: must be whole seconds, 1 s to 3600 s");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Timing(minute, minute, second, second, second, second, second))
                .withMessage("max silence PT1M: must be at least two heartbeats of PT1M");
    }

    @Test
    void limits_mustLetAFramePass() {
        var time = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> new BusLimits(4095, 10_000, time, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new BusLimits(5000, 4999, time, 1, 1))
                .withMessage("max queue of 4999 bytes: must be at least the max frame of 5000 bytes");
        assertThatIllegalArgumentException().isThrownBy(() -> new BusLimits(5000, 5000, time, -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new BusLimits(5000, 5000, time, 1, -1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BusLimits.defaults().withRing(Duration.ofSeconds(3601), 1))
                .withMessage("ring time PT1H1S: must be 0 to 1 h");
    }
}
