package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Row B37 of the list of bad input, where the server is about to close what the client resets. */
@ExtendWith(ArquillianExtension.class)
class ClosingIT {
    private static final String FORBIDDEN = "42[\"connect\"]";

    @RegisterExtension
    static final OutsideCheck CHECK = new OutsideCheck("socket.io");

    @ArquillianResource
    URI server;

    @Deployment(testable = false)
    static WebArchive product() {
        return Product.archive();
    }

    @Test
    void b37_resetsWhileTheServerCloses_doNotKeepItFromClosingOthers() {
        var url = new EngineUrl(server);
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
