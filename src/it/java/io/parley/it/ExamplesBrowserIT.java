package io.parley.it;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The pages of the examples in a browser. Skipped on a machine without Chromium. */
class ExamplesBrowserIT {
    private static final Path CHROMIUM = Path.of("/usr/bin/chromium");

    private static Playwright playwright;
    private static Browser browser;

    private final List<String> errors = new ArrayList<>();
    private final List<Page> pages = new ArrayList<>();

    @BeforeAll
    static void launch() {
        Assumptions.assumeTrue(
                Files.isExecutable(CHROMIUM), "browser tests are skipped: there is no Chromium at " + CHROMIUM);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(CHROMIUM)
                        .setArgs(List.of("--no-sandbox", "--disable-quic", "--disable-background-networking")));
    }

    @AfterAll
    static void close() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @AfterEach
    void noErrors() {
        pages.forEach(Page::close);
        assertThat(errors).as("errors of the pages").isEmpty();
    }

    @Test
    void dashboard_showsReadings_untilACardIsPaused() {
        try (var node = JettyNode.start(Example.DASHBOARD.war(), Map.of())) {
            var page = open(node, "");
            assertThat(page.getByRole(AriaRole.STATUS).first()).hasText("Live");
            assertThat(page.locator("output")).hasText(new Pattern[] {number(), number(), number(), number()});
            var line = page.locator("section").nth(1).locator(".line");
            var before = line.getAttribute("d");
            assertThat(line).not().hasAttribute("d", before);
            keep(page, "dashboard");

            page.getByRole(AriaRole.SWITCH, new Page.GetByRoleOptions().setName("Heap in use live"))
                    .uncheck();
            assertThat(page.locator("section").nth(1)).hasClass("paused");
            page.waitForTimeout(500); // what was on its way
            var paused = line.getAttribute("d");
            var others = page.locator("section").nth(0).locator(".line");
            assertThat(others).not().hasAttribute("d", others.getAttribute("d"));
            assertThat(line).hasAttribute("d", paused);
        }
    }

    @Test
    void whiteboard_showsWhatTheOtherDraws_withTheMouseAndWithTheKeyboard() {
        try (var node = JettyNode.start(Example.WHITEBOARD.war(), Map.of())) {
            var ann = open(node, "#plans");
            var bob = open(node, "#plans");
            assertThat(ann.getByRole(AriaRole.STATUS)).hasText("2 people are here");
            ann.getByLabel("red").check();
            var area = ann.locator("canvas").boundingBox();
            ann.mouse().move(area.x + area.width / 4, area.y + area.height / 4);
            ann.mouse().down();
            ann.mouse().move(area.x + area.width / 2, area.y + area.height / 4);
            ann.mouse().up();
            bob.waitForFunction(coloredAt(400, 225, "194,38,27"));

            bob.getByLabel("blue").check();
            bob.locator("canvas").focus();
            for (var key : List.of("Space", "ArrowRight", "ArrowRight", "ArrowRight", "Space")) {
                bob.keyboard().press(key);
            }
            ann.waitForFunction(coloredAt(816, 450, "29,111,209"));
            keep(bob, "whiteboard");

            open(node, "#plans").waitForFunction(coloredAt(816, 450, "29,111,209"));
            ann.getByText("Clear for all").click();
            bob.waitForFunction(coloredAt(816, 450, "255,255,255"));
        }
    }

    @Test
    void notifications_comeWhenTheShopShips_andGoWhenRead() {
        try (var node = JettyNode.start(Example.NOTIFICATIONS.war(), Map.of())) {
            var phone = open(node, "");
            var desk = open(node, "");
            for (var page : List.of(phone, desk)) {
                field(page, "Your name").fill("Ann");
                page.getByText("Wait for notices").click();
                assertThat(page.getByRole(AriaRole.STATUS).first()).hasText("Waiting for notices to Ann");
            }
            var shop = open(node, "");
            field(shop, "Customer").fill("Ann");
            field(shop, "Item").fill("<b>A bell</b>");
            shop.getByText("Ship it").click();

            assertThat(shop.locator("#result")).hasText("Order 1: Ann was told on 2 devices.");
            assertThat(phone.getByRole(AriaRole.LISTITEM)).containsText("Order 1: <b>A bell</b> is on its way to you.");
            keep(phone, "notifications");
            desk.getByLabel("Order 1 is read").click();
            assertThat(phone.getByText("No notices yet.")).isVisible();
            assertThat(phone.getByRole(AriaRole.LISTITEM)).hasCount(0);
        }
    }

    private Page open(Node node, String fragment) {
        var page = browser.newContext(new Browser.NewContextOptions().setViewportSize(1100, 760))
                .newPage();
        page.onPageError(errors::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                errors.add(message.text());
            }
        });
        page.navigate(node.uri() + fragment);
        pages.add(page);
        return page;
    }

    private static Locator field(Page page, String label) {
        return page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(label));
    }

    /** For whoever wants to see them. */
    private static void keep(Page page, String name) {
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(Product.war().resolveSibling("examples").resolve(name + ".png")));
    }

    private static Pattern number() {
        return Pattern.compile("\\d+(\\.\\d)?");
    }

    private static String coloredAt(int x, int y, String color) {
        return "() => document.querySelector('canvas').getContext('2d').getImageData(" + x + ", " + y
                + ", 1, 1).data.slice(0, 3).join() === '" + color + "'";
    }
}
