package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.jboss.arquillian.container.test.api.Deployer;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A node of a cluster whose application is deployed again and again, with clients connected each time: nothing of the
 * deployments before is left in the server.
 */
@EnabledIfSystemProperty(named = "it.faults", matches = "full", disabledReason = "takes minutes")
@ExtendWith(ArquillianExtension.class)
class RedeployIT {
    private static final int ROUNDS = 20;

    private static final long MOST_METASPACE = 5_000_000;

    private static final int WAIT_LOOKS = 60;
    private static final TwoNodes NODES = new TwoNodes();
    private static final String AGAIN = "again";

    @ArquillianResource
    Deployer deployer;

    private @Nullable Node onJetty;

    @Deployment(name = AGAIN, managed = false, testable = false)
    static WebArchive again() {
        return Product.conformance(NODES.ofFirst());
    }

    @Test
    void f20_ofAnApplicationThatIsDeployedAgain_nothingIsLeft() throws IOException, JMException {
        var process = ServerProcess.find();
        var war = Product.war().resolveSibling("conformance-app.war");
        try (var log = ServerLog.open();
                var other = NodeProcess.start(war, NODES.ofSecond())) {
            round(other);
            round(other);
            var before = process.figures();
            long metaspace = metaspace(process);
            for (int i = 0; i < ROUNDS; i++) {
                round(other);
            }
            var after = process.figures();
            for (int i = 0; i < WAIT_LOOKS && !isClean(after, before); i++) {
                after = process.figures();
            }
            long grown = metaspace(process) - metaspace;
            System.out.printf(
                    "redeployed %d times: class loaders %d, before: %d; metaspace grown by %,d bytes%n",
                    ROUNDS, loaders(after), loaders(before), grown);

            assertThat(loaders(after)).as("class loaders of applications").isLessThanOrEqualTo(1);
            assertThat(grown).as("bytes of metaspace").isLessThan(MOST_METASPACE);
            assertThat(after.excessOver(before)).isEmpty();
            assertThat(log.alarms()).isEmpty();
        }
    }

    /** A collection may leave what the next one finds. */
    private static boolean isClean(ServerFigures after, ServerFigures before) {
        return loaders(after) == 0 && after.excessOver(before).isEmpty();
    }

    private void round(Node other) {
        var url = new EngineUrl(deploy(), "calm.io");
        try (var polling = client(url.server(), "polling");
                var webSocket = url.connect();
                var elsewhere = client(other.uri(), "websocket")) {
            webSocket.send("40/kit,");
            webSocket.expectText(text -> text.startsWith("40/kit,"));
            webSocket.expectText(text -> text.startsWith("42/kit,[\"hello\""));
            elsewhere.ask("broadcast", Map.of("event", "b", "args", List.of("to all")));
            webSocket.expect("42/kit,[\"b\",\"to all\"]");
            assertThat(polling.next("b")).containsExactly("to all");
            undeploy();
            // not a JavaClient: its library waits for the end of the connection, which Open Liberty leaves to the
            // client
            assertThat(webSocket.closeCode()).isIn(1000, 1001, 1005, 1006);
            assertThat(polling.next("disconnect")).isNotEmpty();
        }
    }

    private static JavaClient client(URI node, String transport) {
        var client = JavaClient.start(
                new SocketClientStart(node.resolve("calm.io/"), transport, "/kit", Map.of(), List.of("b")));
        client.next("connect");
        return client;
    }

    private URI deploy() {
        if (Product.isOnLiberty()) {
            deployer.deploy(AGAIN);
            return URI.create("http://localhost:" + System.getProperty("liberty.port") + "/conformance-app/");
        }
        onJetty = JettyNode.start(Product.war().resolveSibling("conformance-app.war"), NODES.ofFirst());
        return onJetty.uri();
    }

    private void undeploy() {
        if (onJetty == null) {
            deployer.undeploy(AGAIN);
        } else {
            onJetty.close();
        }
    }

    private static long loaders(ServerFigures figures) {
        return figures.instances()
                .getOrDefault(
                        Product.isOnLiberty()
                                ? "com.ibm.ws.classloading.internal.AppClassLoader"
                                : "org.eclipse.jetty.ee10.webapp.WebAppClassLoader",
                        0L);
    }

    private static long metaspace(ServerProcess process) throws IOException, JMException {
        var usage = (CompositeData)
                process.beans().getAttribute(new ObjectName("java.lang:type=MemoryPool,name=Metaspace"), "Usage");
        return (Long) usage.get("used");
    }
}
