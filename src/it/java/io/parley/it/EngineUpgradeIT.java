package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.Fact;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From polling to WebSocket within one session. */
class EngineUpgradeIT extends OnProduct {
    @Fact("1.5 waiting GET during the probe")
    @Test
    void upgrade_withProbe_goesOnByWebSocket() {
        var session = url.poll();
        try (var socket = probe(session)) {
            assertThat(socket.handshake().headers()).doesNotContainKey("set-cookie");
            socket.send("2probe");
            socket.expect("3probe");
            assertThat(session.poll()).as("lets the client stop polling").isEqualTo("6");
            socket.send("5");

            socket.proveAlive();
        }
    }

    @Test
    void upgrade_losesAndSwapsNothing() {
        var session = url.poll();
        var answers = new ArrayList<String>();
        try (var socket = probe(session)) {
            session.send("40/0,\u001e40/1,");
            socket.send("2probe");
            socket.expect("3probe");
            session.send("40/2,");
            for (var poll = session.poll(); !poll.equals("6"); poll = session.poll()) {
                answers.addAll(List.of(poll.split("\u001e")));
            }
            session.send("40/3,");
            socket.send("5");
            socket.send("40/4,");
            for (int i = answers.size(); i < 5; i++) {
                answers.add(socket.message().text());
            }

            for (int i = 0; i < 5; i++) {
                assertThat(answers.get(i)).isEqualTo("44/" + i + ",{\"message\":\"Invalid namespace\"}");
            }
            socket.proveAlive();
        }
    }

    @Test
    void upgrade_withoutProbe_isTaken() {
        var session = url.poll();
        try (var socket = probe(session)) {
            socket.send("5");

            socket.proveAlive();
        }
    }

    @Fact("1.5 waiting GET when 5 comes")
    @Test
    void poll_thatWaitsWhenTheUpgradeComes_isABadRequest() {
        var session = url.poll();
        try (var waiting = session.startGet();
                var socket = probe(session)) {
            socket.send("5");
            socket.proveAlive();

            var answer = waiting.answer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
            socket.proveAlive();
        }
    }

    @Fact("1.3 polling after the upgrade")
    @Test
    void polling_afterTheUpgrade_isABadRequest() {
        var session = url.poll();
        try (var socket = probe(session)) {
            socket.send("5");
            socket.proveAlive();

            for (var answer : List.of(session.get(), session.post("3"))) {
                assertThat(answer.status()).isEqualTo(400);
                assertThat(answer.body()).isEqualTo("{\"code\":3,\"message\":\"Bad request\"}");
            }
            socket.proveAlive();
        }
    }

    @Fact("1.3 second WebSocket of a session")
    @Test
    void secondWebSocket_whileUpgrading_isClosedAndTheFirstGoesOn() {
        var session = url.poll();
        try (var socket = probe(session)) {
            socket.send("2probe");
            socket.expect("3probe");
            try (var second = probe(session)) {
                assertThat(second.closeCode()).isIn(1000, 1005);
            }
            socket.send("5");

            socket.proveAlive();
        }
    }

    @Fact("1.3 second WebSocket of a session")
    @Test
    void secondWebSocket_afterTheUpgrade_isClosedAndTheFirstGoesOn() {
        var session = url.poll();
        try (var socket = probe(session)) {
            socket.send("5");
            socket.proveAlive();
            try (var second = probe(session)) {
                assertThat(second.closeCode()).isIn(1000, 1005);
            }

            socket.proveAlive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4x", "2", "2other", "3probe", "40/nowhere,", "garbage", ""})
    void anythingElse_onTheProbe_closesItAndPollingGoesOn(String text) {
        var session = url.poll();
        try (var socket = probe(session)) {
            socket.send(text);

            assertThat(socket.closeCode()).isIn(1000, 1005);
        }
        session.proveAlive();
    }

    @Test
    void probe_thatGoesAway_leavesPollingAlone() {
        var session = url.poll();
        try (var socket = probe(session)) {
            socket.send("2probe");
            socket.expect("3probe");
        }
        session.proveAlive();
        try (var socket = probeUntilTaken(session)) {
            socket.send("5");
            socket.proveAlive();
        }
    }

    @Test
    void closePacket_whileUpgrading_closesTheProbe() {
        var session = url.poll();
        try (var socket = probe(session)) {
            socket.send("2probe");
            socket.expect("3probe");
            session.send("1");

            assertThat(socket.closeCode()).isIn(1000, 1005);
        }
        session.proveGone();
    }

    @Test
    void webSocket_thatIsCutAfterTheUpgrade_endsTheSession() {
        var session = url.poll();
        try (var socket = probe(session)) {
            socket.send("5");
            socket.proveAlive();
        }
        var answer = session.get();
        for (int i = 0; i < 1000 && !answer.body().contains("\"code\":1"); i++) {
            answer = session.get();
        }
        assertThat(answer.body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
    }

    private WebSocketConnection probe(PollingSession session) {
        return url.webSocket("EIO=4&transport=websocket&sid=" + session.sid());
    }

    /** The server hears of a lost probe a little later than the client, and until then takes no other one. */
    private WebSocketConnection probeUntilTaken(PollingSession session) {
        for (int attempt = 0; attempt < 1000; attempt++) {
            var socket = probe(session);
            socket.send("2probe");
            if (socket.isAnsweredWith("3probe")) {
                return socket;
            }
            socket.close();
        }
        throw new AssertionError("no second probe is taken");
    }
}
