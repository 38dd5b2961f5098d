package io.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.ServerOptions;
import io.parley.adapter.ClusterAdapters;
import io.parley.testing.MemoryBus;
import io.parley.testing.MemoryNetwork;
import io.parley.testing.TestServer;
import io.parley.testing.World;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The chat on several nodes. */
class ChatClusterTest {
    private final World world = new World();
    private final MemoryNetwork network = new MemoryNetwork(world.environment().failures());
    private final MemoryBus firstBus = network.join();
    private final TestServer first = node(firstBus);
    private final MemoryBus secondBus = network.join();
    private final TestServer second = node(secondBus);

    @AfterEach
    void assertNoFailures() {
        world.assertNoFailures();
    }

    @Test
    void people_ofAllNodes_areShownOnAll() {
        var ada = ChatClient.in(first, "Ada");
        var bob = ChatClient.asks(second, "Bob");

        assertThat(people(bob)).containsExactlyInAnyOrder("Ada", "Bob");
        assertThat(ada.events("person:online"))
                .extracting(each -> each.getJsonObject("person").getString("name"))
                .containsExactly("Bob");
        assertThat(ChatClient.asks(first, "Bob", "the id of another user")
                        .refusal()
                        .getString("message"))
                .isEqualTo("name taken");

        bob.breakOff();
        assertThat(ada.eventNames()).containsExactly("person:offline", "rooms");
    }

    @Test
    void node_thatJoinsLater_learnsWhoIsThere() {
        ChatClient.in(first, "Ada");
        ChatClient.in(second, "Bob");

        var third = node(network.join());

        assertThat(people(ChatClient.asks(third, "Cem"))).containsExactlyInAnyOrder("Ada", "Bob", "Cem");
    }

    @Test
    void node_thatGoes_takesItsPeopleAlong() {
        var ada = ChatClient.in(first, "Ada");
        ChatClient.in(second, "Bob");
        ada.eventNames();

        secondBus.close();

        assertThat(ada.eventNames()).containsExactly("person:offline", "rooms");
        assertThat(people(ChatClient.asks(first, "Bob", "the id of another user")))
                .contains("Ada", "Bob");
    }

    @Test
    void partition_bothSidesForgetEachOther_andFindEachOtherAgain() {
        var ada = ChatClient.in(first, "Ada");
        var bob = ChatClient.in(second, "Bob");
        ada.eventNames();
        bob.eventNames();

        network.partition(secondBus);
        assertThat(ada.eventNames()).containsExactly("person:offline", "rooms");
        assertThat(bob.eventNames()).containsExactly("person:offline", "rooms");
        ChatClient.in(second, "Cem");
        bob.eventNames();

        network.heal();
        assertThat(ada.events("person:online"))
                .extracting(each -> each.getJsonObject("person").getString("name"))
                .containsExactlyInAnyOrder("Bob", "Cem");
        assertThat(bob.eventNames()).containsExactly("person:online", "rooms");
    }

    @Test
    void rosterPart_thatIsLostForGood_isMendedByTheNext() {
        var ada = ChatClient.in(first, "Ada");
        network.loss(1);
        var bob = ChatClient.in(second, "Bob");
        network.time().advance(Duration.ofSeconds(61));
        network.loss(0);
        ada.eventNames();

        bob.ask("room:join", "{'room':'blue'}");

        assertThat(ada.eventNames()).containsExactly("person:online", "rooms");
    }

    @Test
    void rooms_spanTheNodes() {
        var ada = ChatClient.in(first, "Ada");
        var bob = ChatClient.in(second, "Bob");
        ada.ask("room:join", "{'room':'blue'}");
        ada.eventNames();

        var answer = bob.ask("room:join", "{'room':'blue'}");

        assertThat(answer.getJsonArray("members")).hasSize(2);
        assertThat(ada.eventNames()).containsExactly("room:joined", "rooms");
        bob.ask("message", "{'room':'blue','text':'hi','clientId':'1'}");
        assertThat(ada.events("message")).hasSize(1);
        bob.ask("room:leave", "{'room':'blue'}");
        assertThat(ada.eventNames()).containsExactly("room:left", "rooms");
    }

    @Test
    void message_isRememberedOnAllNodes_andNotRepeatedWhenSentAgainToAnother() {
        var ada = ChatClient.in(first, "Ada");
        var bob = ChatClient.in(second, "Bob");
        var sent = ada.ask("message", "{'room':'lobby','text':'hi','clientId':'c1'}");
        ada.breakOff();
        var again = ChatClient.in(second, "Ada");

        assertThat(again.ask("message", "{'room':'lobby','text':'hi','clientId':'c1'}"))
                .isEqualTo(sent);
        assertThat(bob.events("message")).hasSize(1);
        assertThat(bob.ask("room:join", "{'room':'lobby'}").getJsonArray("history"))
                .containsExactly(sent.getJsonObject("message"));
    }

    @Test
    void node_thatJoinsLater_learnsWhatWasSaid() {
        var ada = ChatClient.in(first, "Ada");
        var greeting = ada.ask("message", "{'room':'lobby','text':'hi','clientId':'c1'}");
        ada.ask("room:join", "{'room':'blue'}");
        var sky = ada.ask("message", "{'room':'blue','text':'blue sky','clientId':'c2'}");

        var bob = ChatClient.in(node(network.join()), "Bob");

        assertThat(bob.ask("room:join", "{'room':'lobby'}").getJsonArray("history"))
                .containsExactly(greeting.getJsonObject("message"));
        assertThat(bob.ask("room:join", "{'room':'blue'}").getJsonArray("history"))
                .containsExactly(sky.getJsonObject("message"));
    }

    @Test
    void node_thatIsAloneAtFirst_learnsWhatWasSaidOnceItSeesAnother() {
        var late = network.join();
        network.partition(late);
        var third = node(late);
        var ada = ChatClient.in(first, "Ada");
        var sent = ada.ask("message", "{'room':'lobby','text':'hi','clientId':'c1'}");

        network.heal();

        assertThat(ChatClient.in(third, "Bob")
                        .ask("room:join", "{'room':'lobby'}")
                        .getJsonArray("history"))
                .containsExactly(sent.getJsonObject("message"));
    }

    @Test
    void private_andNotifications_crossNodes() {
        var ada = ChatClient.in(first, "Ada");
        var bob = ChatClient.in(second, "Bob");

        assertThat(ada.ask("private", "{'to':'" + bob.id() + "','text':'psst','clientId':'1'}")
                        .getBoolean("ok"))
                .isTrue();
        ada.ask("notify", "{'text':'all'}");
        ada.tell("private:typing", "{'to':'" + bob.id() + "','typing':true}");

        assertThat(bob.eventNames()).contains("private", "notification", "private:typing");
        assertThat(ada.everything() + bob.everything()).doesNotContain("secret id");
    }

    private TestServer node(MemoryBus bus) {
        var options = ServerOptions.defaults();
        var server = new TestServer(options, world, new ClusterAdapters(bus, world.environment()).of(options.path()));
        new Chat(server.io(), Clock.fixed(Instant.EPOCH, ZoneOffset.UTC)).open();
        return server;
    }

    private static List<String> people(ChatClient client) {
        return client.events("welcome").get(0).getJsonArray("people").getValuesAs(JsonObject.class).stream()
                .map(each -> each.getString("name"))
                .toList();
    }
}
