package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An application with a wrong setting does not start, also where a container would start it without Socket.IO. */
@ExtendWith(ArquillianExtension.class)
class FailedStartIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String WHY = "Parley does not start: parley.ping-interval = \"soon\"";

    @Test
    void wrongSetting_keepsTheApplicationFromStarting() throws IOException, InterruptedException {
        var war = Files.createTempFile(Product.war().getParent(), "wrong", ".war");
        Product.archive(Map.of("parley.ping-interval", "soon"))
                .as(ZipExporter.class)
                .exportTo(war.toFile(), true);
        try {
            if (Product.isOnLiberty()) {
                assertThat(start(war)).contains(WHY).contains("CWWKZ0012I: The application wrong was not started");
            } else {
                assertThatThrownBy(() -> JettyNode.start(war, Map.of()).close()).hasStackTraceContaining(WHY);
            }
        } finally {
            Files.delete(war);
        }
    }

    /** What Open Liberty logs until it has decided about an application. */
    private static String start(Path war) throws IOException, InterruptedException {
        int before = log().length();
        var application = DropIn.liberty().resolve("dropins").resolve("wrong.war");
        Files.copy(war, application);
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!log().substring(before).matches("(?s).*CWWKZ00(01|12)I: [^\\n]*wrong.*")
                    && System.nanoTime() < end) {
                Thread.sleep(100);
            }
            return log().substring(before);
        } finally {
            Files.delete(application);
        }
    }

    private static String log() throws IOException {
        return Files.readString(DropIn.log());
    }
}
