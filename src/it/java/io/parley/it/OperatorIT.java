package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** What an operator and a load balancer see of a node, up to its drain, after which it serves nobody any more. */
class OperatorIT extends OnProduct {
    private static final String POLLING = "EIO=4&transport=polling";

    private final HttpClient client = HttpClient.newHttpClient();
    private final MBeanServerConnection beans = ServerProcess.find().beans();

    @Test
    void jmx_showsTheServer_andDrainsIt() throws Exception {
        var name = onlyServer();
        assertThat(beans.getAttribute(name, "State")).isEqualTo("serving");
        assertThat(beans.getAttribute(name, "Sessions")).isEqualTo(0);
        assertThat(ready().statusCode()).isEqualTo(200);
        try (var first = url.connect();
                var second = url.connect()) {
            assertThat(beans.getAttribute(name, "Sessions")).isEqualTo(2);

            beans.invoke(name, "drain", new Object[] {2}, new String[] {"int"});
            assertThat(first.closeCode()).isIn(1000, 1005);
            assertThat(second.closeCode()).isIn(1000, 1005);
        }
        assertThat(ready().statusCode()).isEqualTo(503);
        assertThat(ready().body()).isEqualTo("draining\n");
        var refused = url.exchange("GET", POLLING, "");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.header("retry-after")).isEqualTo("5");
        assertThat(beans.getAttribute(name, "State")).isEqualTo("drained");
    }

    /** The one of this deployment; those of deployments before it are gone. */
    private ObjectName onlyServer() throws IOException, JMException {
        var names = beans.queryNames(new ObjectName("io.parley:type=Server,*"), null);
        assertThat(names).hasSize(1);
        return names.iterator().next();
    }

    private HttpResponse<String> ready() throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server + "socket.io/ready")).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
