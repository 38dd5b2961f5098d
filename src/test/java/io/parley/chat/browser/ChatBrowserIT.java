package io.parley.chat.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The stories of {@link TwoNodesStory} in Chromium, on the nodes that the system properties {@code it.node1} and
 * {@code it.node2} name, each the address of a page of the chat. Skipped on a machine without Chromium.
 */
class ChatBrowserIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private static Playwright playwright;
    private static TwoNodesStory story;

    @BeforeAll
    static void launch() {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM), "browser tests are skipped: there is no Chromium at " + CHROMIUM);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-quic", "--disable-background-networking")));
        story = new TwoNodesStory(browser, node("it.node1"), node("it.node2"));
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @Test
    void twoPeople_onTwoNodes_chat() {
        story.chatAcrossNodes();
    }

    @Test
    void twoPeople_oneOfThemByPolling_chat() {
        story.chatByPolling();
    }

    @Test
    void name_ofSomebodyOnTheOtherNode_isTaken() {
        story.namesAreUnique();
    }

    @Test
    void outage_endsWithAllMessagesSentOnce() {
        story.comeBackAfterAnOutage();
    }

    @Test
    void hostileText_staysText() {
        story.hostileTextStaysText();
    }

    private static String node(String property) {
        var url = System.getProperty(property);
        if (url == null) {
            throw new IllegalStateException("set -D" + property + "= to the address of the chat on that node");
        }
        return url.endsWith("/") ? url : url + "/";
    }
}
