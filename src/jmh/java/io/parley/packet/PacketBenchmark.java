package io.parley.packet;

import io.parley.TimePerCall;
import io.parley.kernel.Bytes;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** A packet from the wire, and one to it. */
public class PacketBenchmark extends TimePerCall {
    @Param({"json", "msgpack"})
    String format;

    @Param({"event", "attachment", "ack"})
    String packet;

    private Parser parser;
    private PacketDecoder decoder;
    private List<Object> arguments;
    private EncodedPacket received;

    @Setup
    public void setUp() {
        var limits = ParserLimits.defaults();
        parser = format.equals("json") ? new JsonParser(limits) : new MsgpackParser(limits);
        decoder = parser.decoder();
        arguments = List.of(packet.equals("attachment") ? Bytes.owned(new byte[1024]) : "x".repeat(64));
        received = encode();
    }

    @Benchmark
    public EncodedPacket encode() {
        return parser.encode(
                packet.equals("ack")
                        ? new Packet.Ack("/", 17, parser.payload(arguments))
                        : new Packet.Event("/", Packet.Event.NO_ACK, parser.payload("message", arguments)));
    }

    @Benchmark
    public Packet decode() {
        var decoded = received.text() == null ? null : decoder.text(received.text());
        for (var attachment : received.attachments()) {
            decoded = decoder.binary(attachment);
        }
        return decoded;
    }
}
