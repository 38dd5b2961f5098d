package io.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History history = new History();

    @Test
    void of_roomWithMessages_oldestFirst() {
        history.add(message("1", "blue"));
        history.add(message("2", "red"));
        history.add(message("3", "blue"));

        assertThat(history.of("blue")).extracting(Message::id).containsExactly("1", "3");
        assertThat(history.of("green")).isEmpty();
    }

    @Test
    void add_knownId_isRememberedOnce() {
        history.add(message("1", "blue"));
        history.add(message("1", "blue"));

        assertThat(history.of("blue")).hasSize(1);
        assertThat(history.find("blue", "1")).isPresent();
        assertThat(history.find("red", "1")).isEmpty();
    }

    @Test
    void add_messageThatComesLate_standsWhereItWasSaid() {
        history.add(message("1", "blue", "text", 100));
        history.add(message("3", "blue", "text", 300));
        history.add(message("2", "blue", "text", 200));

        assertThat(history.of("blue")).extracting(Message::id).containsExactly("1", "2", "3");
    }

    @Test
    void all_roomsByTheirLastMessage() {
        history.add(message("1", "blue"));
        history.add(message("2", "red"));
        history.add(message("3", "blue"));

        assertThat(history.all()).containsExactly(history.of("red"), history.of("blue"));
    }

    @Test
    void add_oneMessageTooMany_forgetsTheOldest() {
        for (int i = 0; i <= History.MESSAGES; i++) {
            history.add(message("" + i, "blue"));
        }

        assertThat(history.of("blue")).hasSize(History.MESSAGES);
        assertThat(history.find("blue", "0")).isEmpty();
        assertThat(history.find("blue", "1")).isPresent();
    }

    @Test
    void add_oneRoomTooMany_forgetsTheQuietestRoom() {
        for (int i = 0; i < History.ROOMS; i++) {
            history.add(message("m" + i, "room " + i));
        }
        history.add(message("again", "room 0"));
        history.add(message("last", "one more"));

        assertThat(history.of("room 1")).isEmpty();
        assertThat(history.of("room 0")).extracting(Message::id).containsExactly("m0", "again");
        assertThat(history.of("one more")).hasSize(1);
    }

    @Test
    void add_tooManyCharacters_forgetsTheQuietestRooms() {
        var small = new History(10);
        small.add(message("1", "blue", "12345"));
        small.add(message("2", "red", "12345"));
        assertThat(small.of("blue")).hasSize(1);

        small.add(message("3", "green", "123456"));

        assertThat(small.of("blue")).isEmpty();
        assertThat(small.of("red")).isEmpty();
        assertThat(small.of("green")).hasSize(1);
    }

    private static Message message(String id, String room) {
        return message(id, room, "text");
    }

    private static Message message(String id, String room, String text) {
        return message(id, room, text, 0);
    }

    private static Message message(String id, String room, String text, long at) {
        return new Message(id, room, new Member("1", "Ada"), text, at, "client-" + id);
    }
}
