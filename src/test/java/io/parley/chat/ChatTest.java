package io.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.testing.TestServer;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    @RegisterExtension
    final TestServer server = new TestServer();

    @BeforeEach
    void open() {
        new Chat(server.io(), Clock.fixed(NOW, ZoneOffset.UTC)).open();
    }

    // ---- coming and going

    @Test
    void connect_withAName_isWelcomed() {
        var ada = ChatClient.in(server, "Ada");
        var bob = ChatClient.asks(server, "  Bob ");

        var welcome = bob.events("welcome").get(0);

        assertThat(welcome.getJsonObject("me").getString("name")).isEqualTo("Bob");
        assertThat(welcome.getJsonObject("me").getString("id")).isEqualTo(bob.id());
        assertThat(welcome.getString("node")).isEqualTo("node-1");
        assertThat(welcome.getJsonNumber("at").longValue()).isEqualTo(NOW.toEpochMilli());
        assertThat(names(welcome, "people")).containsExactly("Ada", "Bob");
        assertThat(welcome.getJsonArray("rooms").toString()).isEqualTo("[{\"members\":2,\"name\":\"lobby\"}]");
        assertThat(ada.events("person:online")).hasSize(1);
    }

    @Test
    void connect_othersHearOfItAndOfTheRooms_butTheNewOneOnlyOfTheWelcome() {
        var ada = ChatClient.in(server, "Ada");
        ada.eventNames();

        var bob = ChatClient.asks(server, "Bob");

        assertThat(ada.eventNames()).containsExactly("person:online", "rooms");
        assertThat(bob.eventNames()).containsExactly("welcome", "rooms");
    }

    @Test
    void connect_withANameThatAnotherUserHas_isRefused() {
        ChatClient.in(server, "Ada");

        var refusal = ChatClient.asks(server, "ADA", "the id of another user").refusal();

        assertThat(refusal.getString("message")).isEqualTo("name taken");
        assertThat(refusal.getJsonObject("data").getString("reason")).isEqualTo("name taken");
    }

    @Test
    void connect_withTheNameOfTheSameUser_isASecondPage() {
        var ada = ChatClient.in(server, "Ada");

        ChatClient.in(server, "Ada");

        assertThat(ada.events("person:online")).hasSize(1);
    }

    static Stream<JsonValue> badAuth() {
        var user = ChatClient.userOf("Ada");
        var builder = Json.createObjectBuilder();
        return Stream.of(
                JsonValue.EMPTY_JSON_OBJECT,
                builder.add("name", "").add("user", user).build(),
                builder.add("name", " \t ").add("user", user).build(),
                builder.add("name", "x".repeat(33)).add("user", user).build(),
                builder.add("name", "A\u0000").add("user", user).build(),
                builder.add("name", "A\u202Eb").add("user", user).build(),
                builder.add("name", 7).add("user", user).build(),
                builder.add("name", Json.createArrayBuilder().add("Ada"))
                        .add("user", user)
                        .build(),
                builder.add("name", "Ada").build(),
                builder.add("name", "Ada").add("user", "short").build(),
                builder.add("name", "Ada").add("user", "x".repeat(65)).build(),
                builder.add("name", "Ada")
                        .add("user", Json.createObjectBuilder())
                        .build());
    }

    @ParameterizedTest
    @MethodSource("badAuth")
    void connect_withoutAProperName_isRefused(JsonValue auth) {
        assertThat(ChatClient.asks(server, auth).refusal().getString("message")).startsWith("bad ");
        assertThat(ChatClient.asks(server, "Bob").events("welcome")).hasSize(1);
    }

    @Test
    void disconnect_isToldToTheOthers_andFreesTheName() {
        var ada = ChatClient.in(server, "Ada");
        var bob = ChatClient.in(server, "Bob");
        ada.eventNames();

        bob.breakOff();

        assertThat(ada.events("person:offline").get(0).getString("id")).isEqualTo(bob.id());
        assertThat(ChatClient.asks(server, "Bob", "the id of another user").events("welcome"))
                .hasSize(1);
    }

    // ---- rooms

    @Test
    void join_aRoom_tellsItsMembersAndTheListOfRooms() {
        var ada = ChatClient.in(server, "Ada");
        var bob = ChatClient.in(server, "Bob");
        var cem = ChatClient.in(server, "Cem");
        ada.ask("room:join", "{'room':'blue'}");
        cem.eventNames();
        ada.eventNames();

        var answer = bob.ask("room:join", "{'room':' blue '}");

        assertThat(answer.getBoolean("ok")).isTrue();
        assertThat(answer.getString("room")).isEqualTo("blue");
        assertThat(names(answer, "members")).containsExactly("Ada", "Bob");
        assertThat(ada.events("room:joined").get(0).getJsonObject("person").getString("name"))
                .isEqualTo("Bob");
        assertThat(cem.eventNames()).containsExactly("rooms");
    }

    @Test
    void join_again_answersAndTellsNobody() {
        var ada = ChatClient.in(server, "Ada");
        var bob = ChatClient.in(server, "Bob");
        bob.eventNames();

        assertThat(ada.ask("room:join", "{'room':'lobby'}").getBoolean("ok")).isTrue();
        assertThat(bob.eventNames()).isEmpty();
    }

    @Test
    void leave_aRoom_hearsNothingFromItAnyMore() {
        var ada = ChatClient.in(server, "Ada");
        var bob = ChatClient.in(server, "Bob");
        ada.ask("room:join", "{'room':'blue'}");
        bob.ask("room:join", "{'room':'blue'}");
        ada.eventNames();

        assertThat(bob.ask("room:leave", "{'room':'blue'}").getBoolean("ok")).isTrue();
        assertThat(ada.events("room:left").get(0).getJsonObject("person").getString("name"))
                .isEqualTo("Bob");
        bob.eventNames();
        ada.ask("message", "{'room':'blue','text':'hi','clientId':'1'}");
        assertThat(bob.eventNames()).isEmpty();
        assertThat(bob.ask("message", "{'room':'blue','text':'hi','clientId':'1'}")
                        .getBoolean("ok"))
                .isFalse();
    }

    @Test
    void leave_theLobby_isRefused() {
        var ada = ChatClient.in(server, "Ada");

        assertThat(ada.ask("room:leave", "{'room':'lobby'}").getString("error"))
                .isEqualTo("Everybody is in the lobby.");
    }

    @Test
    void join_tooManyRooms_isRefused() {
        var ada = ChatClient.in(server, "Ada");
        for (int i = 1; i < 50; i++) {
            assertThat(ada.ask("room:join", "{'room':'room " + i + "'}").getBoolean("ok"))
                    .isTrue();
        }

        assertThat(ada.ask("room:join", "{'room':'one more'}").getString("error"))
                .contains("50 rooms");
    }

    @Test
    void join_aRoomNamedLikeASocket_hearsNoPrivateMessages() {
        var ada = ChatClient.in(server, "Ada");
        var bob = ChatClient.in(server, "Bob");
        var eve = ChatClient.in(server, "Eve");

        eve.ask("room:join", "{'room':'" + bob.id() + "'}");
        eve.eventNames();
        ada.ask("private", "{'to':'" + bob.id() + "','text':'psst','clientId':'1'}");

        assertThat(bob.events("private")).hasSize(1);
        assertThat(eve.eventNames()).isEmpty();
    }

    // ---- messages

    @Test
    void message_reachesTheRoomButTheSender_whoGetsTheAnswer() {
        var ada = ChatClient.in(server, "Ada");
        var bob = ChatClient.in(server, "Bob");

        var answer = ada.ask("message", "{'room':'lobby','text':'<b>hi</b>','clientId':'c1'}");
        var message = answer.getJsonObject("message");

        assertThat(answer.getBoolean("ok")).isTrue();
        assertThat(message.getString("text")).isEqualTo("<b>hi</b>");
        assertThat(message.getString("room")).isEqualTo("lobby");
        assertThat(message.getString("clientId")).isEqualTo("c1");
        assertThat(message.getJsonNumber("at").longValue()).isEqualTo(NOW.toEpochMilli());
        assertThat(message.getJsonObject("from").getString("name")).isEqualTo("Ada");
        assertThat(bob.events("message")).containsExactly(message);
        assertThat(ada.events("message")).isEmpty();
    }

    @Test
    void message_sentAgain_isAnsweredButNotRepeated() {
        var ada = ChatClient.in(server, "Ada");
        var bob = ChatClient.in(server, "Bob");
        var first = ada.ask("message", "{'room':'lobby','text':'hi','clientId':'c1'}");
        ada.breakOff();
        var again = ChatClient.in(server, "Ada");

        var second = again.ask("message", "{'room':'lobby','text':'hi','clientId':'c1'}");

        assertThat(second).isEqualTo(first);
        assertThat(bob.events("message")).hasSize(1);
    }

    @Test
    void message_withTheClientIdOfAnother_isAnotherMessage() {
        var ada = ChatClient.in(server, "Ada");
        var bob = ChatClient.in(server, "Bob");
        ada.ask("message", "{'room':'lobby','text':'mine','clientId':'c1'}");

        bob.ask("message", "{'room':'lobby','text':'not mine','clientId':'c1'}");

        assertThat(ada.events("message"))
                .extracting(each -> each.getString("text"))
                .containsExactly("not mine");
    }

    @Test
    void join_givesTheLastMessages() {
        var ada = ChatClient.in(server, "Ada");
        for (int i = 0; i < 60; i++) {
            ada.ask("message", "{'room':'lobby','text':'" + i + "','clientId':'c" + i + "'}");
        }

        var history = ChatClient.in(server, "Bob")
                .ask("room:join", "{'room':'lobby'}")
                .getJsonArray("history");

        assertThat(history).hasSize(50);
        assertThat(history.getJsonObject(0).getString("text")).isEqualTo("10");
        assertThat(history.getJsonObject(49).getString("text")).isEqualTo("59");
    }

    @Test
    void private_reachesAllPagesOfBoth_andNobodyElse() {
        var ada = ChatClient.in(server, "Ada");
        var adaToo = ChatClient.in(server, "Ada");
        var bob = ChatClient.in(server, "Bob");
        var bobToo = ChatClient.in(server, "Bob");
        var cem = ChatClient.in(server, "Cem");
        cem.eventNames();

        var answer = ada.ask("private", "{'to':'" + bob.id() + "','text':'psst','clientId':'c1'}");
        var message = answer.getJsonObject("message");

        assertThat(message.getJsonObject("to").getString("name")).isEqualTo("Bob");
        assertThat(bob.events("private")).containsExactly(message);
        assertThat(bobToo.events("private")).containsExactly(message);
        assertThat(adaToo.events("private")).containsExactly(message);
        assertThat(ada.events("private")).isEmpty();
        assertThat(cem.eventNames()).isEmpty();
    }

    @Test
    void private_toNobodyOrToOneself_isRefused() {
        var ada = ChatClient.in(server, "Ada");

        assertThat(ada.ask("private", "{'to':'nobody','text':'psst','clientId':'c1'}")
                        .getBoolean("ok"))
                .isFalse();
        assertThat(ada.ask("private", "{'to':'" + ada.id() + "','text':'psst','clientId':'c1'}")
                        .getString("error"))
                .isEqualTo("That is you.");
        assertThat(ada.ask("private", "{'to':'#lobby','text':'psst','clientId':'c1'}")
                        .getBoolean("ok"))
                .isFalse();
    }

    @Test
    void notify_reachesEverybody() {
        var ada = ChatClient.in(server, "Ada");
        var bob = ChatClient.in(server, "Bob");

        assertThat(ada.ask("notify", "{'text':'fire drill'}").getBoolean("ok")).isTrue();

        for (var client : List.of(ada, bob)) {
            var notification = client.events("notification").get(0);
            assertThat(notification.getString("text")).isEqualTo("fire drill");
            assertThat(notification.getJsonObject("from").getString("name")).isEqualTo("Ada");
        }
    }

    @Test
    void typing_reachesTheOtherMembersOnly() {
        var ada = ChatClient.in(server, "Ada");
        var bob = ChatClient.in(server, "Bob");
        var cem = ChatClient.in(server, "Cem");
        ada.ask("room:join", "{'room':'blue'}");
        bob.ask("room:join", "{'room':'blue'}");
        Stream.of(ada, bob, cem).forEach(ChatClient::eventNames);

        ada.tell("typing", "{'room':'blue','typing':true}");
        cem.tell("typing", "{'room':'blue','typing':true}");
        ada.tell("private:typing", "{'to':'" + cem.id() + "','typing':true}");

        var typing = bob.events("typing");
        assertThat(typing).hasSize(1);
        assertThat(typing.get(0).getBoolean("typing")).isTrue();
        assertThat(typing.get(0).getJsonObject("from").getString("name")).isEqualTo("Ada");
        assertThat(cem.eventNames()).containsExactly("private:typing");
        assertThat(ada.eventNames()).isEmpty();
    }

    // ---- bad input

    @ParameterizedTest
    @ValueSource(
            strings = {
                "['E']",
                "['E',null]",
                "['E',5]",
                "['E','text']",
                "['E',true]",
                "['E',[]]",
                "['E',[{}]]",
                "['E',{}]",
                "['E',{'room':null,'to':null,'text':null,'clientId':null}]",
                "['E',{'room':{},'to':{},'text':{},'clientId':{}}]",
                "['E',{'room':[],'to':[],'text':[],'clientId':[]}]",
                "['E',{'room':'','to':'','text':'','clientId':''}]",
                "['E',{'room':'  ','to':' ','text':' \\n ','clientId':'1'}]",
                "['E',{'room':'\\u0000','to':'\\u0000','text':'','clientId':'1'}]",
                "['E',{'room':'no such room','to':'nobody','text':'','clientId':'1'}]",
            })
    void badPayload_isAnsweredAndHarmsNobody(String payload) {
        var ada = ChatClient.in(server, "Ada");
        var eve = ChatClient.in(server, "Eve");
        ada.eventNames();

        for (var event : List.of("message", "private", "notify", "typing", "private:typing")) {
            var answer = eve.askWire(payload.replace('\'', '"').replace("\"E\"", "\"" + event + "\""));
            assertThat(answer.getBoolean("ok", true)).as(event).isFalse();
            assertThat(answer.getString("error")).as(event).isNotBlank();
        }

        assertThat(ada.eventNames()).isEmpty();
        assertThat(eve.ask("message", "{'room':'lobby','text':'hi','clientId':'1'}")
                        .getBoolean("ok"))
                .isTrue();
        assertThat(ada.events("message")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "{'room':''}", "{'room':'a\\nb\\u0007'}", "{'room':['a']}"})
    void room_withoutAProperName_isRefused(String payload) {
        var ada = ChatClient.in(server, "Ada");

        assertThat(ada.ask("room:join", payload).getBoolean("ok")).isFalse();
        assertThat(ada.ask("room:leave", payload).getBoolean("ok")).isFalse();
        assertThat(ada.ask("room:join", "{'room':'" + "x".repeat(65) + "'}").getBoolean("ok"))
                .isFalse();
    }

    @Test
    void message_thatIsTooLong_isRefused() {
        var ada = ChatClient.in(server, "Ada");

        assertThat(ada.ask("message", message("x".repeat(4000))).getBoolean("ok"))
                .isTrue();
        assertThat(ada.ask("message", message("x".repeat(4001))).getString("error"))
                .contains("4000");
        assertThat(ada.ask("notify", "{'text':'" + "x".repeat(501) + "'}").getString("error"))
                .contains("500");
    }

    @Test
    void userIds_areToldToNoClient() {
        var ada = ChatClient.in(server, "Ada");
        var bob = ChatClient.in(server, "Bob");
        ada.ask("room:join", "{'room':'blue'}");
        bob.ask("room:join", "{'room':'blue'}");
        ada.ask("message", "{'room':'blue','text':'hi','clientId':'1'}");
        ada.ask("private", "{'to':'" + bob.id() + "','text':'psst','clientId':'2'}");
        ada.ask("notify", "{'text':'all'}");
        bob.ask("room:leave", "{'room':'blue'}");
        bob.breakOff();

        assertThat(ada.everything() + bob.everything()).contains("psst").doesNotContain("secret id");
    }

    private static String message(String text) {
        return "{'room':'lobby','text':'" + text + "','clientId':'1'}";
    }

    private static List<String> names(JsonObject object, String array) {
        return object.getJsonArray(array).getValuesAs(JsonObject.class).stream()
                .map(each -> each.getString("name"))
                .toList();
    }
}
