package io.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes are a frame or refused; a frame that was read is read again from what is written of it. */
final class FrameFuzzTest {
    private static final FrameCodec CODEC = new FrameCodec(10_000, FrameKeys.none());
    private static final FrameCodec SIGNING = new FrameCodec(10_000, FrameKeys.of("a key of the fuzz test"));

    @FuzzTest(maxDuration = "1m")
    void frame(byte[] bytes) {
        Datagram datagram;
        try {
            datagram = CODEC.decode(bytes);
        } catch (InvalidFrameException refused) {
            return;
        }
        assertThat(TestFrames.again(CODEC, datagram)).isEqualTo(datagram);
    }

    /** Nobody without the key writes what is taken for signed; an unknown version has no place for a signature. */
    @FuzzTest(maxDuration = "1m")
    void unsignedFrame(byte[] bytes) {
        assertThatThrownBy(() -> SIGNING.decode(bytes)).isInstanceOf(InvalidFrameException.class);
    }
}
