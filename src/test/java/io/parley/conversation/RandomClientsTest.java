package io.parley.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.Socket;
import io.parley.engine.TransportName;
import io.parley.testing.TestClient;
import io.parley.testing.TestServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** 200 clients that join, leave, emit, upgrade, go and come back at random, against a model that is a few sets. */
final class RandomClientsTest {
    private static final int CLIENTS = 200;
    private static final int STEPS = 5_000;

    @RegisterExtension
    final TestServer server = new TestServer();

    private final List<Person> people = new ArrayList<>();
    private final List<Socket> connected = new ArrayList<>();
    private Random random = new Random(0);
    private int messages;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyClient_getsWhatTheModelSays_inOrder(long seed) {
        random = new Random(seed);
        server.io().on("connection", connected::add);
        for (int i = 0; i < CLIENTS; i++) {
            people.add(new Person());
        }
        for (int step = 0; step < STEPS; step++) {
            step(people.get(random.nextInt(CLIENTS)));
        }
        people.forEach(Person::poll);
        assertThat(messages).isGreaterThan(STEPS / 4);
        for (var person : people) {
            person.collect();
            assertThat(person.received).isEqualTo(person.expected);
            assertThat(person.socket.rooms()).isEqualTo(person.roomsAndId());
        }
    }

    private void step(Person person) {
        switch (random.nextInt(12)) {
            case 0, 1 -> person.join(room());
            case 2 -> person.leave(room());
            case 3 -> person.poll();
            case 4 -> person.upgrade();
            case 5 -> person.comeBack();
            case 6 -> server.io().emit("m", expect(any -> true));
            case 7 -> {
                var room = room();
                server.io().to(room).emit("m", expect(other -> other.rooms.contains(room)));
            }
            case 8 -> {
                var one = room();
                var two = room();
                var quiet = room();
                person.socket
                        .to(one, two)
                        .except(quiet)
                        .emit(
                                "m",
                                expect(other -> other != person
                                        && (other.rooms.contains(one) || other.rooms.contains(two))
                                        && !other.rooms.contains(quiet)));
            }
            case 9 -> person.socket.emit("m", expect(other -> other == person));
            case 10 -> server.io().to(person.socket.id()).emit("m", expect(other -> other == person));
            default -> {
                var room = room();
                server.io().except(person.socket.id()).in(room).socketsJoin("moved");
                people.stream()
                        .filter(other -> other != person && other.rooms.contains(room))
                        .forEach(other -> other.rooms.add("moved"));
            }
        }
    }

    private String room() {
        return "room-" + random.nextInt(20);
    }

    /** The next message, which these shall get. */
    private int expect(Predicate<Person> who) {
        int message = messages++;
        people.stream().filter(who).forEach(person -> person.expected.add("42[\"m\"," + message + "]"));
        return message;
    }

    /** A client, its socket on the server, and what the model knows of it. */
    private final class Person {
        private TestClient client;
        private Socket socket;
        private final Set<String> rooms = new HashSet<>();
        private final List<String> expected = new ArrayList<>();
        private final List<String> received = new ArrayList<>();

        Person() {
            connect();
        }

        void join(String room) {
            socket.join(room);
            rooms.add(room);
        }

        void leave(String room) {
            socket.leave(room);
            rooms.remove(room);
        }

        void poll() {
            if (client.name() == TransportName.POLLING) {
                client.poll();
            }
        }

        void upgrade() {
            if (client.name() == TransportName.POLLING) {
                var webSocket = client.upgrade().send("2probe");
                poll();
                collect();
                webSocket.send("5");
                client = webSocket;
            }
        }

        /** What has not arrived by now is lost, and is not expected any more. */
        void comeBack() {
            collect();
            client.breakOff();
            collect();
            while (expected.size() > received.size()) {
                expected.remove(expected.size() - 1);
            }
            rooms.clear();
            connect();
        }

        void collect() {
            client.take().stream().filter(text -> text.startsWith("42")).forEach(received::add);
        }

        Set<String> roomsAndId() {
            var all = new HashSet<>(rooms);
            all.add(socket.id());
            return all;
        }

        private void connect() {
            client = random.nextBoolean() ? server.connectWebSocket() : server.connectPolling();
            socket = connected.get(connected.size() - 1);
        }
    }
}
