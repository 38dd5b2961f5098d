package io.parley.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;

/** What is in the jar, what is in a WAR that takes it, and what that WAR says when it is asked for what it lacks. */
class LibraryIT {
    private static final List<String> API_AND_CONTAINER = List.of(
            "META-INF/services/jakarta.servlet.ServletContainerInitializer",
            "META-INF/web-fragment.xml",
            "META-INF/parley/client/socket.io.min.js",
            "io/parley/SocketIoServer.class",
            "io/parley/endpoint/SocketIoEndpoint.class",
            "io/parley/webapp/Parley.class");

    @Test
    void jar_hasTheServer_butNeitherTheChatNorItsPage() throws IOException {
        var entries = entries(Product.war().resolveSibling("parley-classes.jar"));

        assertThat(entries).containsAll(API_AND_CONTAINER);
        assertThat(entries)
                .noneMatch(entry -> entry.startsWith("io/parley/chat"))
                .noneMatch(entry -> entry.endsWith(".html") || entry.endsWith(".css"))
                .noneMatch(entry -> entry.startsWith("WEB-INF"));
        assertThat(entries(Product.war())).contains("WEB-INF/classes/io/parley/chat/Chat.class", "index.html");
    }

    @Test
    void war_hasTheJsonOfThePackets_andNoOtherLibrary() throws IOException {
        for (var example : Example.values()) {
            assertThat(entries(example.war()))
                    .filteredOn(entry -> entry.startsWith("WEB-INF/lib/") && entry.endsWith(".jar"))
                    .extracting(entry -> entry.replaceFirst("WEB-INF/lib/(.+?)-\\d.*", "$1"))
                    .containsExactlyInAnyOrder(
                            "parley", "jakarta.json-api", "parsson", "jakarta.json.bind-api", "yasson");
        }
    }

    @Test
    void whatNeedsALibraryThatIsNotThere_isRefusedAtTheStart() {
        var war = Example.DASHBOARD.war();

        assertThatThrownBy(() -> JettyNode.start(war, Map.of("parley.parser", "msgpack")))
                .hasStackTraceContaining("Parley does not start: parley.parser = \"msgpack\":")
                .hasStackTraceContaining("msgpack-core");
        assertThatThrownBy(() -> JettyNode.start(war, new TwoNodes().ofFirst()))
                .hasStackTraceContaining("Parley does not start: parley.cluster.*:")
                .hasStackTraceContaining("this WAR has no Hazelcast of its own");
    }

    private static List<String> entries(Path archive) throws IOException {
        try (var zip = new ZipFile(archive.toFile())) {
            return zip.stream().map(entry -> entry.getName()).toList();
        }
    }
}
