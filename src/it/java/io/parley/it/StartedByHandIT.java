package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** An example whose endpoint the container must not start, since a listener starts something else. */
class StartedByHandIT extends OnExample {
    @Deployment(testable = false)
    static WebArchive example() {
        return Product.configured(
                Example.DASHBOARD.archive().addClass(StartedByHand.class), Map.of("parley.auto", "false"));
    }

    @Test
    void onlyWhatTheListenerStarts_isThere() {
        var client = connected("/", Map.of(), "hello", "reading");

        assertThat(client.next("hello")).containsExactly("started by hand");
        client.emit("watch", "HEAP");
        assertThat(client.isQuiet("reading")).isTrue();
    }
}
