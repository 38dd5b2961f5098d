package io.parley.chat.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What two people go through who chat with each other, each in a browser of their own, on a node of their own. Each
 * story opens the pages it needs and closes them. The nodes may be one and the same but for the first story.
 *
 * <p>All names of people and rooms are new with each instance: a server may need a while to see that somebody is gone,
 * and remembers what was said. Confined to the thread that made the browser.
 */
public final class TwoNodesStory {
    private static final List<String> HOSTILE = List.of(
            "<img src=x onerror=alert(1)>",
            "<script>alert(2)</script>",
            "<svg/onload=alert(3)>",
            "\"><iframe srcdoc='<script>alert(4)</script>'>",
            "javascript:alert(5)",
            "<a href=\"javascript:alert(6)\">x</a>",
            "http://example.test/\"onmouseover=\"alert(7)",
            "<style>@import 'http://example.test/x.css';</style>",
            "{{constructor.constructor('alert(8)')()}}",
            "<math><mtext><form><mglyph><style></math><img src onerror=alert(9)>",
            "data:text/html,<script>alert(10)</script>");

    private final Browser browser;
    private final String firstUrl;
    private final String secondUrl;
    private final String mark = Integer.toString(ThreadLocalRandom.current().nextInt(46_656), 36);

    /**
     * @param browser where the pages are opened
     * @param firstUrl the page on one node, with the slash at its end
     * @param secondUrl the page on the other node
     */
    public TwoNodesStory(Browser browser, String firstUrl, String secondUrl) {
        this.browser = browser;
        this.firstUrl = firstUrl;
        this.secondUrl = secondUrl;
    }

    /** They see each other, talk in the lobby, in a room and in private, and notify everybody. */
    public void chatAcrossNodes() {
        var adaName = own("Ada");
        var bobName = own("Bob");
        try (var ada = ChatPage.open(browser, firstUrl).enter(adaName);
                var bob = ChatPage.open(browser, secondUrl).enter(bobName)) {
            ada.seesTransport("websocket");
            bob.seesTransport("websocket");
            assertThat(ada.node()).isNotBlank().isNotEqualTo(bob.node());
            ada.seesNote(bobName + " joined");
            ada.seesPerson(bobName);
            bob.seesPerson(adaName);

            ada.type("hel");
            bob.seesTyping(adaName);
            ada.say("hello");
            ada.seesSent("hello");
            bob.sees(adaName, "hello");
            bob.say("hello yourself");
            ada.sees(bobName, "hello yourself");

            talkInARoom(ada, adaName, bob, bobName);
            talkInPrivate(ada, adaName, bob, bobName);

            bob.notifyEverybody(own("cake in the kitchen"));
            ada.seesNotification(own("cake in the kitchen"));
            bob.seesNotification(own("cake in the kitchen"));
            assertThat(ada.violations()).isEmpty();
            assertThat(bob.violations()).isEmpty();

            bob.vanish();
            ada.goToRoom("lobby");
            ada.seesNote(bobName + " left");
        }
    }

    private void talkInARoom(ChatPage ada, String adaName, ChatPage bob, String bobName) {
        var room = own("blue");
        ada.enterRoom(room);
        ada.say("said before");
        ada.seesSent("said before");
        bob.seesRoom(room);
        bob.goToRoom(room);
        bob.sees(adaName, "said before");
        ada.seesNote(bobName + " joined");
        bob.goToRoom("lobby");
        ada.say("are you there?");
        bob.seesUnreadInRoom(room, 1);
        bob.goToRoom(room);
        bob.sees(adaName, "are you there?");
        bob.leaveRoom();
        ada.seesNote(bobName + " left");
    }

    private static void talkInPrivate(ChatPage ada, String adaName, ChatPage bob, String bobName) {
        bob.goToPerson(adaName);
        bob.say("between us");
        bob.seesSent("between us");
        ada.seesUnreadFrom(bobName, 1);
        assertThat(ada.count("between us")).isZero();
        ada.goToPerson(bobName);
        ada.sees(bobName, "between us");
        bob.type("and");
        ada.seesTyping(bobName);
    }

    /** One of them can only poll; they talk all the same. */
    public void chatByPolling() {
        var adaName = own("Ada polling");
        var bobName = own("Bob");
        try (var ada = ChatPage.open(browser, firstUrl + "?transport=polling").enter(adaName);
                var bob = ChatPage.open(browser, secondUrl).enter(bobName)) {
            bob.seesTransport("websocket");
            ada.seesPerson(bobName);
            ada.say("by polling");
            bob.sees(adaName, "by polling");
            bob.say("by WebSocket");
            ada.sees(bobName, "by WebSocket");
            assertThat(ada.transport()).isEqualTo("polling");
        }
    }

    /** A name that is typed before the page has all it needs is not lost. */
    public void nameTypedEarly() {
        var name = own("Early");
        try (var early = ChatPage.openAndTypeEarly(browser, firstUrl, name).enter();
                var other = ChatPage.open(browser, firstUrl).enter(own("Other"))) {
            other.seesPerson(name);
            early.seesPerson(own("Other"));
        }
    }

    /** A name that somebody has on the other node cannot be taken. */
    public void namesAreUnique() {
        var adaName = own("Ada unique");
        try (var ada = ChatPage.open(browser, firstUrl).enter(adaName);
                var bob = ChatPage.open(browser, secondUrl).enter(own("Bob unique"));
                var other = ChatPage.open(browser, secondUrl)) {
            bob.seesPerson(adaName);
            assertThat(other.entersInVain(adaName.toUpperCase(Locale.ROOT))).contains("has this name already");
            other.enter(adaName + " 2");
            ada.seesPerson(adaName + " 2");
        }
    }

    /** What is written without a connection is sent once it is back, and only once; the rooms are the same. */
    public void comeBackAfterAnOutage() {
        var adaName = own("Ada offline");
        var bobName = own("Bob");
        var room = own("green");
        try (var ada = ChatPage.open(browser, firstUrl).enter(adaName);
                var bob = ChatPage.open(browser, secondUrl).enter(bobName)) {
            ada.enterRoom(room);
            bob.seesRoom(room);
            bob.goToRoom(room);
            ada.setOffline(true);
            ada.say("written offline");
            ada.seesWaiting("written offline");
            bob.say("said meanwhile");
            bob.seesSent("said meanwhile");

            ada.setOffline(false);

            ada.seesSent("written offline");
            bob.sees(adaName, "written offline");
            ada.sees(bobName, "said meanwhile");
            bob.say("welcome back");
            ada.sees(bobName, "welcome back");
            ada.reload();
            ada.goToRoom(room);
            ada.sees(adaName, "written offline");
            assertThat(ada.count("written offline")).isEqualTo(1);
            assertThat(bob.count("written offline")).isEqualTo(1);
        }
    }

    /** Whatever is written, in messages, names of people and rooms, and notifications, is text and nothing else. */
    public void hostileTextStaysText() {
        var eveName = own("<b onclick=alert(0)>");
        var room = own("<img src=x onerror=alert(11)>");
        try (var ada = ChatPage.open(browser, firstUrl).enter(own("Ada careful"));
                var eve = ChatPage.open(browser, secondUrl).enter(eveName)) {
            for (var text : HOSTILE) {
                eve.say(text);
                ada.sees(eveName, text);
            }
            eve.enterRoom(room);
            ada.goToRoom(room);
            eve.notifyEverybody(room);
            ada.seesNotification(room);
            ada.goToRoom("lobby");

            assertThat(ada.foreignElements()).isZero();
            assertThat(ada.links()).isNotEmpty().allMatch(link -> link.startsWith("http://"));
            assertThat(ada.violations()).isEmpty();
            assertThat(eve.violations()).isEmpty();
        }
    }

    private String own(String name) {
        return name + " " + mark;
    }
}
