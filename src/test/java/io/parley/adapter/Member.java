package io.parley.adapter;

/** One who can be in rooms, and nothing else. */
record Member(String id) implements Recipient {
    /** Rooms whose changes nobody hears of. */
    static Rooms<Member> rooms() {
        return new Rooms<>(new Unheard());
    }

    /** Hears of no room. */
    static class Unheard implements RoomListener {
        @Override
        public void created(String room) {}

        @Override
        public void deleted(String room) {}

        @Override
        public void joined(String room, String id) {}

        @Override
        public void left(String room, String id) {}
    }
}
