package io.parley.packet;

import io.parley.TimePerCall;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** JSON in and out: an event's one argument, as plain values and as a record. */
public class ArgumentsBenchmark extends TimePerCall {
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
