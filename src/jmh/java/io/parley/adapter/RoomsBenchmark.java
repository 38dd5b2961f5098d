package io.parley.adapter;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/** Who is meant: the members of a room, with and without an exception, on a server with 10,000 others. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx2g")
public class RoomsBenchmark {
    private static final int OTHERS = 10_000;

    @Param({"10", "1000"})
    int members;

    private final Rooms<Member> rooms = new Rooms<>(new Unheard());
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

    private record Member(String id) implements Recipient {}

    private static final class Unheard implements RoomListener {
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
