package io.parley.engine;

import java.util.Collections;
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

/** The body of a poll or a POST. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "-Xmx2g")
public class PayloadBenchmark {
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
