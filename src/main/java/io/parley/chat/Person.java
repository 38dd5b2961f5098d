package io.parley.chat;

import java.util.Set;
import java.util.TreeSet;

/**
 * Somebody in the chat: one socket, so one page. Told between nodes as it is; clients get a {@link Member} of it, for
 * the user id must stay between the server and the browser it belongs to.
 *
 * @param id the socket's id
 * @param name as shown
 * @param user the random id that a browser keeps, by which a name that comes back is known to be the same person's
 * @param rooms the rooms the person is in
 */
public record Person(String id, String name, String user, Set<String> rooms) {
    /**
     * Keeps a copy of the rooms.
     *
     * @param id not checked, as all of them
     * @param name as shown
     * @param user never shown
     * @param rooms none of them null
     */
    public Person {
        rooms = Set.copyOf(rooms);
    }

    /** {@return what clients see of the person} */
    public Member member() {
        return new Member(id, name);
    }

    /** Whether the other is the same person on another page. */
    boolean isAlso(Person other) {
        return user.equals(other.user) && name.equals(other.name);
    }

    Person with(String room) {
        var more = new TreeSet<>(rooms);
        more.add(room);
        return new Person(id, name, user, more);
    }

    Person without(String room) {
        var fewer = new TreeSet<>(rooms);
        fewer.remove(room);
        return new Person(id, name, user, fewer);
    }

    /** Without the user id, which is as good as a password for the name. */
    @Override
    public String toString() {
        return "Person[" + name + " " + id + " " + rooms + "]";
    }
}
