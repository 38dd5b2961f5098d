package io.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.parley.chat.RosterChange.Joined;
import io.parley.chat.RosterChange.Left;
import io.parley.chat.RosterChange.Offline;
import io.parley.chat.RosterChange.Online;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RosterTest {
    private static final Person ADA = person("1", "Ada", "lobby");
    private static final Person BOB = person("2", "Bob", "lobby", "blue");
    private static final Person CEM = person("3", "Cem", "blue");

    private final Roster roster = new Roster();

    @Test
    void arrive_newPerson_isOnline() {
        assertThat(roster.arrive("n1", ADA)).containsExactly(new Online(ADA));

        assertThat(roster.people()).containsExactly(ADA);
        assertThat(roster.find("1")).contains(ADA);
        assertThat(roster.rooms()).containsExactly(new RoomSize("lobby", 1));
    }

    @Test
    void arrive_knownId_changesNothing() {
        roster.arrive("n1", ADA);

        assertThat(roster.arrive("n2", ADA)).isEmpty();
        assertThat(roster.people("n2")).isEmpty();
    }

    @Test
    void depart_lastOfARoom_takesTheRoomAway() {
        roster.arrive("n1", ADA);
        roster.arrive("n1", BOB);

        assertThat(roster.depart("n1", "2")).containsExactly(new Offline(BOB));

        assertThat(roster.rooms()).containsExactly(new RoomSize("lobby", 1));
        assertThat(roster.hasRoom("blue")).isFalse();
        assertThat(roster.depart("n1", "2")).isEmpty();
    }

    @Test
    void depart_fromAnotherNode_changesNothing() {
        roster.arrive("n1", ADA);

        assertThat(roster.depart("n2", "1")).isEmpty();
        assertThat(roster.people()).containsExactly(ADA);
    }

    @Test
    void joinAndLeave_ofAKnownPerson_areToldOnce() {
        roster.arrive("n1", ADA);
        var inBlue = person("1", "Ada", "blue", "lobby");

        assertThat(roster.join("n1", "1", "blue")).containsExactly(new Joined(inBlue, "blue"));
        assertThat(roster.join("n1", "1", "blue")).isEmpty();
        assertThat(roster.members("blue")).containsExactly(inBlue);
        assertThat(roster.leave("n1", "1", "blue")).containsExactly(new Left(ADA, "blue"));
        assertThat(roster.leave("n1", "1", "blue")).isEmpty();
        assertThat(roster.members("blue")).isEmpty();
    }

    @Test
    void join_ofAnUnknownPerson_changesNothing() {
        assertThat(roster.join("n1", "1", "blue")).isEmpty();
        assertThat(roster.leave("n1", "1", "blue")).isEmpty();
        assertThat(roster.rooms()).isEmpty();
    }

    @Test
    void replace_tellsOnlyWhatIsDifferent() {
        roster.arrive("here", ADA);
        roster.replace("there", List.of(BOB, CEM));
        var bobInRed = person("2", "Bob", "lobby", "red");
        var eve = person("4", "Eve", "lobby");

        assertThat(roster.replace("there", List.of(bobInRed, eve)))
                .containsExactlyInAnyOrder(
                        new Left(person("2", "Bob", "lobby"), "blue"),
                        new Joined(bobInRed, "red"),
                        new Offline(CEM),
                        new Online(eve));
        assertThat(roster.replace("there", List.of(bobInRed, eve))).isEmpty();
        assertThat(roster.people()).containsExactlyInAnyOrder(ADA, bobInRed, eve);
        assertThat(roster.people("here")).containsExactly(ADA);
    }

    @Test
    void keepOnly_forgetsThePeopleOfOtherNodes() {
        roster.arrive("here", ADA);
        roster.replace("there", List.of(BOB));
        roster.replace("gone", List.of(CEM));

        assertThat(roster.keepOnly(Set.of("here", "there"))).containsExactly(new Offline(CEM));
        assertThat(roster.people()).containsExactlyInAnyOrder(ADA, BOB);
        assertThat(roster.rooms()).containsExactly(new RoomSize("blue", 1), new RoomSize("lobby", 2));
    }

    @Test
    void isTaken_nameOfAnotherUser_onWhateverNode() {
        roster.replace("there", List.of(ADA));

        assertThat(roster.isTaken("Ada", "user of Eve")).isTrue();
        assertThat(roster.isTaken("ADA", "user of Eve")).isTrue();
        assertThat(roster.isTaken("Ada", ADA.user())).isFalse();
        assertThat(roster.isTaken("Adam", "user of Eve")).isFalse();
        roster.keepOnly(Set.of("here"));
        assertThat(roster.isTaken("Ada", "user of Eve")).isFalse();
    }

    @Test
    void pages_areThoseOfTheSameUserWithTheSameName() {
        var secondPage = new Person("9", "Ada", ADA.user(), Set.of("lobby"));
        roster.arrive("here", ADA);
        roster.arrive("there", secondPage);
        roster.arrive("there", BOB);

        assertThat(roster.pages(ADA)).containsExactlyInAnyOrder(ADA, secondPage);
        assertThat(roster.rooms()).contains(new RoomSize("lobby", 2));
    }

    @Test
    void changes_appliedElsewhere_leadToTheSameRoster() {
        var seed = System.nanoTime();
        var random = new Random(seed);
        var names = List.of("Ada", "Bob", "Cem", "Dan", "Eve");
        var rooms = List.of("lobby", "blue", "red");
        var copy = new Copy();

        for (int round = 0; round < 2_000; round++) {
            var node = "n" + random.nextInt(3);
            var id = node + "-" + random.nextInt(5);
            var room = rooms.get(random.nextInt(rooms.size()));
            var changes =
                    switch (random.nextInt(7)) {
                        case 0, 1 -> roster.arrive(node, person(id, names.get(random.nextInt(5)), "lobby"));
                        case 2 -> roster.depart(node, id);
                        case 3 -> roster.join(node, id, room);
                        case 4 -> roster.leave(node, id, room);
                        case 5 -> roster.replace(node, somePeople(random, node, names, rooms));
                        default -> roster.keepOnly(Set.of("n0", "n1"));
                    };
            changes.forEach(change -> change.accept(copy));

            assertThat(roster.people())
                    .as("seed %d, round %d", seed, round)
                    .containsExactlyInAnyOrderElementsOf(copy.people.values());
            assertThat(roster.rooms()).as("seed %d, round %d", seed, round).isEqualTo(copy.rooms());
        }
    }

    private static List<Person> somePeople(Random random, String node, List<String> names, List<String> rooms) {
        var people = new ArrayList<Person>();
        for (int i = 0; i < 5; i++) {
            if (random.nextBoolean()) {
                var name = names.get(random.nextInt(names.size()));
                people.add(person(node + "-" + i, name, rooms.get(random.nextInt(rooms.size()))));
            }
        }
        return people;
    }

    private static Person person(String id, String name, String... rooms) {
        return new Person(id, name, "user of " + name, Set.of(rooms));
    }

    /** Knows only what it is told, as a page does. */
    private static final class Copy implements RosterChange.Handler {
        private final Map<String, Person> people = new HashMap<>();

        @Override
        public void online(Person person) {
            assertThat(people.put(person.id(), person)).isNull();
        }

        @Override
        public void offline(Person person) {
            assertThat(people.remove(person.id())).isNotNull();
        }

        @Override
        public void joined(Person person, String room) {
            var before = people.get(person.id());
            assertThat(before.rooms()).doesNotContain(room);
            people.put(person.id(), before.with(room));
        }

        @Override
        public void left(Person person, String room) {
            var before = people.get(person.id());
            assertThat(before.rooms()).contains(room);
            people.put(person.id(), before.without(room));
        }

        private List<RoomSize> rooms() {
            return people.values().stream()
                    .flatMap(person -> person.rooms().stream().map(room -> Map.entry(room, person.name())))
                    .collect(Collectors.groupingBy(
                            Map.Entry::getKey,
                            Collectors.mapping(Map.Entry::getValue, Collectors.toCollection(HashSet::new))))
                    .entrySet()
                    .stream()
                    .map(room -> new RoomSize(room.getKey(), room.getValue().size()))
                    .sorted((a, b) -> a.name().compareTo(b.name()))
                    .toList();
        }
    }
}
