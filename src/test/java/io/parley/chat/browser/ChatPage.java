package io.parley.chat.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/**
 * The page of the chat in a browser of its own, so as another person. Methods that begin with {@code sees} wait for
 * what they name, up to 20 s, and fail then. Confined to the thread that made it.
 */
public final class ChatPage implements AutoCloseable {
    private static final Locator.GetByTextOptions EXACTLY = new Locator.GetByTextOptions().setExact(true);

    private final BrowserContext context;
    private final Page page;
    private final List<String> violations = new CopyOnWriteArrayList<>();

    private ChatPage(BrowserContext context, String url) {
        this.context = context;
        context.setDefaultTimeout(20_000);
        this.page = context.newPage();
        page.onDialog(this::dialog);
        page.onPageError(violations::add);
        page.onConsoleMessage(message -> {
            if (message.text().contains("Content Security Policy")) {
                violations.add(message.text());
            }
        });
        page.navigate(url);
    }

    /** Opens the first screen of the chat. */
    public static ChatPage open(Browser browser, String url) {
        return new ChatPage(browser.newContext(), url);
    }

    /** The same, but the page gets the official client only after somebody has typed a name. */
    public static ChatPage openAndTypeEarly(Browser browser, String url, String name) {
        var context = browser.newContext();
        var held = new ArrayList<Route>();
        context.route("**/socket.io.esm.min.js", held::add);
        var opened = new ChatPage(context, url);
        opened.page.getByTestId("name-input").fill(name);
        opened.page.waitForCondition(() -> !held.isEmpty());
        held.forEach(Route::resume);
        return opened;
    }

    /** Enters under the name that has been typed. */
    public ChatPage enter() {
        page.getByTestId("join-button").click();
        messageBox().waitFor();
        return this;
    }

    /** Chooses a name, and waits until the chat is there. */
    public ChatPage enter(String name) {
        page.getByTestId("name-input").fill(name);
        page.getByTestId("join-button").click();
        messageBox().waitFor();
        page.getByTestId("status-state").getByText("Connected", EXACTLY).waitFor();
        return this;
    }

    /** Chooses a name that the server will not have, and returns what it says. */
    public String entersInVain(String name) {
        page.getByTestId("name-input").fill(name);
        page.getByTestId("join-button").click();
        var refusal =
                page.getByTestId("join-error").filter(new Locator.FilterOptions().setHasText(Pattern.compile("\\w")));
        refusal.waitFor();
        return refusal.innerText();
    }

    /** Writes a message and sends it with the Enter key. */
    public void say(String text) {
        messageBox().fill(text);
        messageBox().press("Enter");
    }

    /** Types, and does not send. */
    public void type(String text) {
        messageBox().pressSequentially(text);
    }

    /** Creates or joins a room by its name. */
    public void enterRoom(String room) {
        page.getByTestId("new-room-button").click();
        page.getByTestId("new-room-input").fill(room);
        page.getByTestId("new-room-submit").click();
        seesTitle("# " + room);
    }

    /** Goes to a room in the list, and joins it by that if need be. */
    public void goToRoom(String room) {
        roomItem(room).click();
        seesTitle("# " + room);
    }

    /** Leaves the room that is shown. */
    public void leaveRoom() {
        page.getByTestId("leave-room-button").click();
        seesTitle("# lobby");
    }

    /** Goes to the conversation with a person. */
    public void goToPerson(String name) {
        personItem(name).click();
        seesTitle(name);
    }

    /** Sends a notification to everybody. */
    public void notifyEverybody(String text) {
        page.getByTestId("notify-button").click();
        page.getByTestId("notify-input").fill(text);
        page.getByTestId("notify-submit").click();
    }

    /** Cuts the browser off from the network, or connects it again. */
    public void setOffline(boolean offline) {
        context.setOffline(offline);
        page.getByTestId("status-state")
                .getByText(offline ? "Reconnecting …" : "Connected", EXACTLY)
                .waitFor();
    }

    /** Loads the page anew, and waits until the chat is back. */
    public void reload() {
        page.reload();
        messageBox().waitFor();
    }

    // ---- what is seen

    /** The head of the conversation that is shown. */
    public void seesTitle(String title) {
        page.getByTestId("conversation-title").getByText(title, EXACTLY).waitFor();
    }

    /** Somebody in the list who is online. */
    public void seesPerson(String name) {
        personItem(name).and(page.locator("[data-online=true]")).waitFor();
    }

    /** A room in the list, joined or not. */
    public void seesRoom(String room) {
        roomItem(room).waitFor();
    }

    /** A message in the conversation that is shown, from that person. */
    public void sees(String name, String text) {
        message(text)
                .and(page.locator("[data-from=" + quoted(name) + "]"))
                .first()
                .waitFor();
    }

    /** An own message that the server has confirmed. */
    public void seesSent(String text) {
        message(text).and(page.locator(".mine[data-state=sent]")).waitFor();
    }

    /** An own message that waits for the connection. */
    public void seesWaiting(String text) {
        message(text).and(page.locator(".mine[data-state=waiting]")).waitFor();
    }

    /** A line about somebody who came or went. */
    public void seesNote(String text) {
        page.getByTestId("note").getByText(text).first().waitFor();
    }

    /** The line that tells who is typing. */
    public void seesTyping(String name) {
        page.getByTestId("typing-line").getByText(name + " is typing").waitFor();
    }

    /** A notification to everybody. */
    public void seesNotification(String text) {
        page.getByTestId("toast").getByText(text).waitFor();
    }

    /** The number beside a room. */
    public void seesUnreadInRoom(String room, int count) {
        badge(roomItem(room), count).waitFor();
    }

    /** The number beside a person. */
    public void seesUnreadFrom(String name, int count) {
        badge(personItem(name), count).waitFor();
    }

    /** The transport in the status line becomes this one. */
    public void seesTransport(String transport) {
        page.getByTestId("status-transport").getByText(transport, EXACTLY).waitFor();
    }

    /** How often a message is in the conversation that is shown. */
    public int count(String text) {
        return message(text).count();
    }

    /** The transport in the status line. */
    public String transport() {
        return page.getByTestId("status-transport").innerText();
    }

    /** The node in the status line. */
    public String node() {
        return page.getByTestId("status-node").innerText();
    }

    /** Elements in the conversation that nobody but an attacker would put there. */
    public int foreignElements() {
        return page.locator("#messages")
                .locator("img, script, iframe, svg, object, embed, form, style")
                .count();
    }

    /** Where the links in the conversation that is shown lead. */
    public List<String> links() {
        return page.locator("#messages a").all().stream()
                .map(link -> link.getAttribute("href"))
                .toList();
    }

    /** Dialogs, script errors and breaches of the content security policy so far. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Closes the browser of this person without a goodbye. */
    public void vanish() {
        context.close();
    }

    /** The same, at the end of the story. */
    @Override
    public void close() {
        vanish();
    }

    private void dialog(Dialog dialog) {
        violations.add("dialog " + dialog.message());
        dialog.dismiss();
    }

    private Locator messageBox() {
        return page.getByTestId("message-input");
    }

    private Locator roomItem(String room) {
        return page.locator("[data-testid=room-item][data-room=" + quoted(room) + "]");
    }

    private Locator personItem(String name) {
        return page.locator("[data-testid=person-item][data-name=" + quoted(name) + "]");
    }

    private Locator message(String text) {
        var textLine = page.getByTestId("message-text").getByText(text, EXACTLY);
        return page.getByTestId("message").filter(new Locator.FilterOptions().setHas(textLine));
    }

    private Locator badge(Locator item, int count) {
        return item.getByTestId("unread-badge").filter(new Locator.FilterOptions().setHasText(String.valueOf(count)));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
