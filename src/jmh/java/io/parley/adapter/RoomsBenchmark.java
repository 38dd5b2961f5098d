package io.parley.adapter;

import io.parley.TimePerCall;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** Who is meant: the members of a room, with and without an exception, on a server with 10,000 others. */
public class RoomsBenchmark extends TimePerCall {
    private static final int OTHERS = 10_000;

    @Param({"10", "1000"})
    int members;

    private final Rooms<Member> rooms = Member.rooms();
    private final Selection room = Selection.ALL.to("room");
    private final Selection except = room.except("member-0");

    @Setup
    public void setUp() {
        for (int i = 0; i < members; i++) {
            add("member-" + i, "room");
        }
        for (int i = 0; i < OTHERS; i++) {
            add("other-" + i, "other-room-" + i / 10);
        }
    }

    private void add(String id, String name) {
        var member = new Member(id);
        rooms.add(member);
        rooms.join(member, List.of(name));
    }

    @Benchmark
    public void room(Blackhole selected) {
        rooms.select(room).forEach(selected::consume);
    }

    @Benchmark
    public void roomExceptOne(Blackhole selected) {
        rooms.select(except).forEach(selected::consume);
    }
}
