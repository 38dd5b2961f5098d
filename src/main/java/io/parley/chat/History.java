package io.parley.chat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The last messages of each room, in the memory of this node. Not thread-safe: confined to the chat's {@link Turn}.
 *
 * <p>Bounded three times: {@value #MESSAGES} messages a room, {@value #ROOMS} rooms, {@value #CHARACTERS} characters in
 * all (so at most some 16 MB). Beyond, the oldest message of the room goes, or the whole room that has been quiet for
 * the longest time; who joins then sees fewer messages, or none. A node that starts is told by the others what they
 * remember; when all are stopped, everything is forgotten.
 */
final class History {
    static final int MESSAGES = 50;
    static final int ROOMS = 1000;
    static final int CHARACTERS = 8_000_000;

    private final int mostCharacters;
    /** The room that has been quiet for the longest time comes first. */
    private final Map<String, List<Message>> rooms = new LinkedHashMap<>();

    private int characters;

    History() {
        this(CHARACTERS);
    }

    History(int mostCharacters) {
        this.mostCharacters = mostCharacters;
    }

    /**
     * Remembers a message, by its time among the others of its room, as one may come late. A message whose id its room
     * remembers is not remembered twice.
     */
    void add(Message message) {
        if (find(message.room(), message.id()).isPresent()) {
            return;
        }
        var messages = rooms.remove(message.room());
        if (messages == null) {
            messages = new ArrayList<>();
        }
        rooms.put(message.room(), messages);
        insert(messages, message);
        characters += message.text().length();
        if (messages.size() > MESSAGES) {
            characters -= messages.remove(0).text().length();
        }
        while (rooms.size() > ROOMS || (characters > mostCharacters && rooms.size() > 1)) {
            forgetQuietest();
        }
    }

    /** The messages of a room, oldest first. */
    List<Message> of(String room) {
        var messages = rooms.get(room);
        return messages == null ? List.of() : List.copyOf(messages);
    }

    /** What is remembered of each room that is, oldest first; the room that has been quiet for the longest time first. */
    List<List<Message>> all() {
        return rooms.values().stream().map(List::copyOf).toList();
    }

    /** The message of that id, if it is among those remembered of the room. */
    Optional<Message> find(String room, String id) {
        return of(room).stream().filter(message -> message.id().equals(id)).findFirst();
    }

    private static void insert(List<Message> messages, Message message) {
        var place = messages.size();
        while (place > 0 && messages.get(place - 1).at() > message.at()) {
            place--;
        }
        messages.add(place, message);
    }

    private void forgetQuietest() {
        var quietest = rooms.entrySet().iterator();
        for (var message : quietest.next().getValue()) {
            characters -= message.text().length();
        }
        quietest.remove();
    }
}
