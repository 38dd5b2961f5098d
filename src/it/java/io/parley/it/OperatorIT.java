package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.TabularData;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** What an operator and a load balancer see of a node, up to its drain, after which it serves nobody any more. */
class OperatorIT extends OnServer {
    private static final String POLLING = "EIO=4&transport=polling";
    private static final String KEY = "a-key-for-operators-only";

    private final HttpClient client = HttpClient.newHttpClient();
    private final MBeanServerConnection beans = ServerProcess.find().beans();

    OperatorIT() {
        super("socket.io");
    }

    @Deployment(testable = false)
    static WebArchive product() {
        return Product.archive(Map.of("parley.drain-key", KEY));
    }

    /** In this order, since there is no way back. */
    @Test
    void aNode_isSeenAndDrained() throws Exception {
        jmx_showsTheServer_andProbesSayThatItIsReady();
        jmx_drainsTheServer_andProbesSayThatItIsNot();
        aCall_drainsTheServerOnceMore_withTheKeyOnly();
    }

    private void jmx_showsTheServer_andProbesSayThatItIsReady() throws Exception {
        var name = onlyServer();
        assertThat(beans.getAttribute(name, "State")).isEqualTo("serving");
        assertThat(beans.getAttribute(name, "Sessions")).isEqualTo(0);
        assertThat(probe("GET", "ready")).isEqualTo("200 ready\n");
        assertThat(probe("GET", "-/ready")).isEqualTo("200 ready\n");
        assertThat(probe("OPTIONS", "-/ready")).isEqualTo("200 ready\n");
        assertThat(probe("HEAD", "-/ready")).isEqualTo("200 ");
        assertThat(probe("GET", "-/live")).isEqualTo("200 live\n");
        assertThat(probe("POST", "-/live")).startsWith("405 ");
    }

    private void jmx_drainsTheServer_andProbesSayThatItIsNot() throws Exception {
        var name = onlyServer();
        try (var first = url.connect();
                var second = url.connect()) {
            assertThat(beans.getAttribute(name, "Sessions")).isEqualTo(2);
            assertThat(metric(name, "parley.sessions{transport=websocket}")).isEqualTo(2.0);
            assertThat(metric(name, "parley.bytes.sent")).isPositive();

            beans.invoke(name, "drain", new Object[] {2}, new String[] {"int"});
            assertThat(first.closeCode()).isIn(1000, 1005);
            assertThat(second.closeCode()).isIn(1000, 1005);
        }
        assertThat(probe("GET", "-/ready")).startsWith("503 drain");
        assertThat(probe("GET", "ready")).startsWith("503 drain");
        assertThat(probe("HEAD", "-/ready")).isEqualTo("503 ");
        assertThat(probe("GET", "-/live")).isEqualTo("200 live\n");
        var refused = url.exchange("GET", POLLING, "");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isEqualTo("5");
        assertThat(beans.getAttribute(name, "State")).isEqualTo("drained");
        assertThat(metric(name, "parley.sessions.closed{reason=server shutting down}"))
                .isEqualTo(2.0);
        assertThat(metric(name, "parley.requests.refused{reason=draining}")).isEqualTo(1.0);
    }

    private void aCall_drainsTheServerOnceMore_withTheKeyOnly() throws Exception {
        assertThat(drain("a-key-for-operators-onlY", "{\"seconds\":1}")).startsWith("401 ");
        assertThat(drain(KEY, "{\"seconds\":-1}")).startsWith("400 ");
        assertThat(drain(KEY, "{}")).startsWith("400 ");
        assertThat(drain(KEY, "{\"seconds\":1}")).isEqualTo("202 {\"sessions\":0}");
    }

    private String drain(String key, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server + "socket.io/-/drain"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private String probe(String method, String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(server + "socket.io/" + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private String send(HttpRequest request) throws IOException, InterruptedException {
        var response = client.send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    /** A map comes as a table of keys and values. */
    private double metric(ObjectName name, String metric) throws IOException, JMException {
        var table = (TabularData) beans.getAttribute(name, "Metrics");
        return (Double) table.get(new Object[] {metric}).get("value");
    }

    /** The one of this deployment; those of deployments before it are gone. */
    private ObjectName onlyServer() throws IOException, JMException {
        var names = beans.queryNames(new ObjectName("io.parley:type=Server,*"), null);
        assertThat(names).hasSize(1);
        return names.iterator().next();
    }
}
