package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * An application that is stopped with its HTTP sessions, which some containers end first: who is logged in is not told to go,
 * as after a logout, but loses its connection and comes back.
 */
@ExtendWith(ArquillianExtension.class)
class StopIT {
    private static final String NAME = "stopped";

    @ArquillianResource
    Deployer deployer;

    @Deployment(name = NAME, managed = false, testable = false)
    static WebArchive product() {
        return FormLoginIT.archive();
    }

    @AfterAll
    static void end() {
        Login.disable();
    }

    @Test
    void stop_isNoLogout() throws IOException {
        Login.enable();
        if (Product.isOnLiberty()) {
            deployer.deploy(NAME);
            var server = URI.create("http://localhost:" + System.getProperty("liberty.port") + "/");
            losesItsConnection(server, () -> deployer.undeploy(NAME));
        } else {
            var war = Files.createTempFile(Product.war().getParent(), NAME, ".war");
            FormLoginIT.archive().as(ZipExporter.class).exportTo(war.toFile(), true);
            try (var node = JettyNode.start(war, Map.of())) {
                losesItsConnection(node.uri(), node::close);
            } finally {
                Files.delete(war);
            }
        }
    }

    private static void losesItsConnection(URI server, Runnable stop) {
        var alice = Browser.login(server, Login.USER).cookies();
        try (var socket = new EngineUrl(server).webSocket("EIO=4&transport=websocket", alice)) {
            socket.expectText(text -> text.startsWith("0{"));
            socket.send("40/secured,");
            socket.expectText(text -> text.startsWith("40/secured,{"));
            stop.run();
            assertThat(socket.untilClosed()).isEmpty();
        }
    }
}
