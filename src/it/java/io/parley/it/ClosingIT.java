package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Row B37 of the list of bad input, where the server is about to close what the client resets. */
class ClosingIT extends OnProduct {
    private static final String FORBIDDEN = "42[\"connect\"]";

    @RegisterExtension
    static final OutsideCheck CHECK = new OutsideCheck();

    @Test
    void b37_resetsWhileTheServerCloses_doNotKeepItFromClosingOthers() {
        for (int i = 0; i < Intensity.of(100, 1_000); i++) {
            var socket = url.connect();
            socket.send(FORBIDDEN);
            socket.reset();
            var session = url.poll();
            url.webSocket("EIO=4&transport=websocket&sid=" + session.sid()).reset();
            session.send("1");
        }
        for (int i = 0; i < 20; i++) {
            try (var socket = url.connect()) {
                socket.send(FORBIDDEN);
                assertThat(socket.closeCode()).isIn(1000, 1005);
            }
        }
    }
}
