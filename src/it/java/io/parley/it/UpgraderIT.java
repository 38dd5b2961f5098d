package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** WebSockets are opened by Jakarta WebSocket, or by Jetty's core where the WAR has the jar for it. */
@ExtendWith(ArquillianExtension.class)
class UpgraderIT {
    private static final String BY_JAKARTA = "io.parley.transport.WebSocketEndpoint";
    private static final String BY_CORE = "io.parley.jetty.JettyWebSocket";

    @ArquillianResource
    URI server;

    @Deployment(testable = false)
    static WebArchive product() {
        return Product.archive();
    }

    @Test
    void webSocket_isOpenedByTheWayThatTheWarBrings() {
        boolean byCore = Product.opensWebSocketsByJettyCore();
        try (var socket = new EngineUrl(server).webSocket("EIO=4&transport=websocket")) {
            socket.expectText(text -> text.startsWith("0{"));
            var instances = ServerProcess.find().figures().instances();

            assertThat(instances).containsKey(byCore ? BY_CORE : BY_JAKARTA);
            assertThat(instances).doesNotContainKey(byCore ? BY_JAKARTA : BY_CORE);
            socket.proveAlive();
        }
    }
}
