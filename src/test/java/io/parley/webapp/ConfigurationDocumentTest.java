package io.parley.webapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/configuration.md} are made of {@link Setting}. */
final class ConfigurationDocumentTest {
    private static final Path DOCUMENT = Path.of("docs/configuration.md");
    private static final String BEGIN = "<!-- generated from io.parley.webapp.Setting -->\n";
    private static final String END = "<!-- end -->\n";

    /** The first setting of each section, and the section's name. */
    private static final Map<Setting, String> SECTIONS = new EnumMap<>(Map.ofEntries(
            Map.entry(Setting.PATH, "Path and protocol"),
            Map.entry(Setting.PING_INTERVAL, "Times"),
            Map.entry(Setting.MAX_SESSIONS, "Bounds"),
            Map.entry(Setting.ALLOWED_ORIGINS, "Who may connect, read and emit"),
            Map.entry(Setting.RECOVERY, "Connection state recovery"),
            Map.entry(Setting.HANDLERS, "Threads and stop"),
            Map.entry(Setting.NODE_NAME, "Cluster")));

    @Test
    void tables_areThoseOfTheCode() throws IOException {
        var text = Files.readString(DOCUMENT);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        assertThat(end).isGreaterThanOrEqualTo(begin);
        var current = text.substring(0, begin) + tables() + text.substring(end);
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(DOCUMENT, current);
        } else {
            assertThat(text)
                    .as("to write it anew: mvn test -Dtest=ConfigurationDocumentTest -Ddocs.write=true")
                    .isEqualTo(current);
        }
    }

    private static String tables() {
        var tables = new StringBuilder();
        for (var setting : Setting.values()) {
            var section = SECTIONS.get(setting);
            if (section != null) {
                tables.append("\n## ").append(section).append("\n\n");
                tables.append("| `parley.` | what it is for | allowed | default |\n|---|---|---|---|\n");
            }
            tables.append("| `")
                    .append(setting.key())
                    .append("` | ")
                    .append(cell(setting.purpose()))
                    .append(" | ")
                    .append(cell(setting.allowed().words()))
                    .append(" | ")
                    .append(setting.preset().isEmpty() ? "none" : "`" + setting.preset() + "`")
                    .append(" |\n");
        }
        return tables.append("\n").toString();
    }

    /** What else would be a mark of the table's. */
    private static String cell(String text) {
        return text.replace("|", "\\|").replace("*", "\\*").replace("_", "\\_").replace("`", "\\`");
    }
}
