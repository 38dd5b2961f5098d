package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.MAP;

import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;

/** The example {@code dashboard}. */
class DashboardIT extends OnExample {
    @Deployment(testable = false)
    static WebArchive example() {
        return Example.DASHBOARD.archive();
    }

    @Test
    void whoWatchesAMetric_getsItsReadings_andNoOther() {
        var client = connected("/", Map.of(), "reading");

        assertThat(client.ask("watch", "HEAP")).singleElement().isInstanceOf(List.class);

        for (int i = 0; i < 2; i++) {
            var reading = (Map<?, ?>) client.next("reading").get(0);
            assertThat(reading.get("metric")).isEqualTo("HEAP");
            assertThat(((Number) reading.get("value")).doubleValue()).isPositive();
        }
    }

    @Test
    void whoComesLater_getsTheLastMinute() {
        var first = connected("/", Map.of(), "reading");
        first.ask("watch", "CLIENTS");
        var reading = first.next("reading").get(0);

        var history = (List<?>) connected("/", Map.of()).ask("watch", "CLIENTS").get(0);

        assertThat(history).anySatisfy(past -> assertThat(past).isEqualTo(reading));
    }

    @Test
    void aMetricThatIsNone_isAnsweredWithAnError() {
        var client = connected("/", Map.of());

        var answer = (Map<?, ?>) client.ask("watch", "WEATHER").get(0);

        assertThat(answer.get("error")).asInstanceOf(MAP).containsKey("message");
        assertThat(client.connected()).isTrue();
    }
}
