package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a frame or refused; a frame that was read is read again from what is written of it. */
final class FrameFuzzTest {
    private static final FrameCodec CODEC = new FrameCodec(10_000);

    @FuzzTest(maxDuration = "1m")
    void frame(byte[] bytes) {
        Frame frame;
        try {
            frame = CODEC.decode(bytes);
        } catch (InvalidFrameException refused) {
            return;
        }
        assertThat(CODEC.decode(CODEC.encode(frame))).isEqualTo(frame);
    }
}
