package io.parley.packet;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** JSON in and out: an event's one argument, as plain values and as a record. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx2g")
public class ArgumentsBenchmark {
    private static final Message MESSAGE =
            new Message("ada", "Shall we meet at noon?", 1_764_000_000_000L, List.of("a", "b"));
    private static final Map<String, Object> PLAIN =
            Map.of("from", MESSAGE.from(), "text", MESSAGE.text(), "sentAt", MESSAGE.sentAt(), "tags", MESSAGE.tags());

    private final Parser parser = new JsonParser(ParserLimits.defaults());
    private final PacketDecoder decoder = parser.decoder();
    private String event;

    @Setup
    public void setUp() {
        event = writeRecord().text();
    }

    @Benchmark
    public Object readPlain() {
        return arguments().get(0);
    }

    @Benchmark
    public Message readRecord() {
        return arguments().get(0, Message.class);
    }

    private Arguments arguments() {
        return ((Packet.Event) decoder.text(event)).payload().arguments();
    }

    @Benchmark
    public EncodedPacket writePlain() {
        return write(PLAIN);
    }

    @Benchmark
    public EncodedPacket writeRecord() {
        return write(MESSAGE);
    }

    private EncodedPacket write(Object argument) {
        return parser.encode(new Packet.Event("/", Packet.Event.NO_ACK, parser.payload("message", List.of(argument))));
    }

    /** What an application would send. */
    public record Message(String from, String text, long sentAt, List<String> tags) {}
}
