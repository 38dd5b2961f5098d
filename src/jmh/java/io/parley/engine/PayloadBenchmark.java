package io.parley.engine;

import io.parley.TimePerCall;
import java.util.Collections;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The body of a poll or a POST. */
public class PayloadBenchmark extends TimePerCall {
    @Param({"V3", "V4"})
    String revision;

    @Param({"1", "16"})
    int packets;

    private PayloadCodec codec;
    private List<TextPacket> written;
    private String body;

    @Setup
    public void setUp() {
        codec = PayloadCodec.of(Revision.valueOf(revision), false);
        written = Collections.nCopies(packets, TextPacket.message("2[\"message\",\"" + "x".repeat(64) + "\"]"));
        body = codec.encode(written).bytes().toUtf8();
    }

    @Benchmark
    public PayloadCodec.Body encode() {
        return codec.encode(written);
    }

    @Benchmark
    public List<EnginePacket> decode() {
        return codec.decode(body, 10_000);
    }
}
