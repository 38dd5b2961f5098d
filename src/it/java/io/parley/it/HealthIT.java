package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import javax.management.ObjectName;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** MicroProfile Health, where the container has it. */
@EnabledIfSystemProperty(named = "arquillian.launch", matches = "liberty", disabledReason = "only Open Liberty has it")
class HealthIT extends OnServer {
    private static final DropIn HEALTH =
            new DropIn("health", "<featureManager><feature>mpHealth-4.0</feature></featureManager>");

    private final HttpClient client = HttpClient.newHttpClient();

    HealthIT() {
        super("socket.io");
    }

    @Deployment(testable = false)
    static WebArchive product() {
        HEALTH.add();
        return Product.archive(Map.of());
    }

    @AfterAll
    static void end() {
        HEALTH.remove();
    }

    @Test
    void aNodeThatIsDrained_isNotReady_butAlive() throws Exception {
        var before = get("/health/ready");
        assertThat(before.statusCode()).as(before.body()).isEqualTo(200);
        assertThat(before.body()).contains("\"parley-ready\"").contains("\"/socket.io\":\"ready\"");

        try (var session = url.connect()) {
            assertThat(session).isNotNull();
            assertThat(get("/health/live").body()).contains("\"/socket.io\":1");
        }
        var beans = ServerProcess.find().beans();
        var name = beans.queryNames(new ObjectName("io.parley:type=Server,*"), null)
                .iterator()
                .next();
        beans.invoke(name, "drain", new Object[] {0}, new String[] {"int"});
        var after = get("/health/ready");
        assertThat(after.statusCode()).isEqualTo(503);
        assertThat(after.body()).contains("\"/socket.io\":\"draining\"");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(server.resolve("/") + path.substring(1)))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
