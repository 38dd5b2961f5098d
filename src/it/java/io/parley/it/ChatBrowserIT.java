package io.parley.it;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Playwright;
import io.parley.chat.browser.TwoNodesStory;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The chat in two browsers on two nodes of one cluster: the first in the container under test, the second in a Jetty of
 * its own. Skipped on a machine without Chromium.
 */
@ExtendWith(ArquillianExtension.class)
class ChatBrowserIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");
    private static final TwoNodes NODES = new TwoNodes();

    private static Playwright playwright;
    private static Browser browser;
    private static JettyNode second;

    @ArquillianResource
    URL first;

    private TwoNodesStory story;

    @Deployment(testable = false)
    static WebArchive firstNode() {
        return Product.archive(NODES.ofFirst());
    }

    @BeforeAll
    static void launch() {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM), "browser tests are skipped: there is no Chromium at " + CHROMIUM);
        second = JettyNode.start(Product.war(), NODES.ofSecond());
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-quic", "--disable-background-networking")));
    }

    @BeforeEach
    void tell() {
        // on "localhost" the official client does not listen to the browser going offline
        var firstPage = first.toString().replace("//localhost:", "//127.0.0.1:");
        story = new TwoNodesStory(browser, firstPage, second.uri().toString());
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
        if (second != null) {
            second.close();
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
    void name_typedBeforeThePageIsReady_isKept() {
        story.nameTypedEarly();
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
}
