package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Annotated classes as beans: of Open Liberty's own CDI and Bean Validation, or of those that the WAR brings. */
class EndpointsIT extends OnServer {
    private static final DropIn FEATURES = new DropIn(
            "endpoints",
            "<featureManager><feature>cdi-4.0</feature><feature>beanValidation-3.0</feature></featureManager>");

    EndpointsIT() {
        super("socket.io");
    }

    @Deployment(testable = false)
    static WebArchive endpoints() {
        FEATURES.add();
        return Product.endpoints();
    }

    @AfterAll
    static void end() {
        FEATURES.remove();
    }

    @Test
    void endpoint_isInjectedInterceptedValidatedAndScoped() {
        try (var ann = RawClient.byWebSocket(url);
                var bob = RawClient.byWebSocket(url)) {
            ann.join("/");
            assertThat(ann.next("42[\"hello\"")).isEqualTo("42[\"hello\",1]");
            bob.join("/");
            assertThat(bob.next("42[\"hello\"")).isEqualTo("42[\"hello\",2]");

            assertThat(ask(ann, 1, "\"order\",{\"what\":\"tea\"}"))
                    .isEqualTo("[{\"injected\":true,\"number\":1,\"tab\":[\"tea\"]}]");
            assertThat(bob.next("42[\"ordered\"")).isEqualTo("42[\"ordered\",\"tea\"]");
            assertThat(ask(bob, 1, "\"order\",{\"what\":\"milk\"}")).contains("\"number\":2,\"tab\":[\"milk\"]");
            assertThat(ask(ann, 2, "\"order\",{\"what\":\"cup\"}")).contains("\"number\":3,\"tab\":[\"tea\",\"cup\"]");
            assertThat(ask(ann, 3, "\"order\",{\"what\":\" \"}"))
                    .isEqualTo(
                            "[{\"error\":{\"code\":\"INVALID\",\"message\":\"the arguments are not valid\","
                                    + "\"violations\":[{\"argument\":0,\"path\":\"what\",\"message\":\"must not be blank\"}]}}]");
            assertThat(ask(ann, 4, "\"visit\"")).isEqualTo("[2]");
            assertThat(ask(ann, 5, "\"visit\"")).isEqualTo("[2]");
            assertThat(ask(ann, 6, "\"till\"")).contains("\"code\":\"FORBIDDEN\"");

            bob.send("41");
            assertThat(notesOnceGone(ann))
                    .contains("\"called order\"")
                    .contains("\"goes\"")
                    .contains("closed [milk, left, client namespace disconnect]");
        }
    }

    private static String ask(RawClient client, int id, String event) {
        client.send("42" + id + "[" + event + "]");
        var answer = "43" + id;
        return client.next(answer).substring(answer.length());
    }

    /** The other client leaves on another thread: asks until it is noted, each answer a round trip. */
    private static String notesOnceGone(RawClient client) {
        var notes = "";
        for (int id = 100; id < 900 && !notes.contains("closed"); id++) {
            notes = ask(client, id, "\"notes\"");
        }
        return notes;
    }
}
