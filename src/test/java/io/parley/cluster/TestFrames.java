package io.parley.cluster;

import io.parley.kernel.Bytes;
import java.util.Map;

/** Frames as another node would send them, for tests that know no more of them than that they are bytes. */
public final class TestFrames {
    private static final FrameCodec CODEC = new FrameCodec(Integer.MAX_VALUE, FrameKeys.none());

    private TestFrames() {}

    /** A frame to all. */
    public static byte[] toAll(String node, long epoch, long sequence, String channel, Bytes body) {
        return CODEC.encode(new Datagram.Message(new Frame(node, epoch, sequence, channel, body), ""));
    }

    /** A frame to one node. */
    public static byte[] toOne(String node, String to, long epoch, long sequence, String channel, Bytes body) {
        return CODEC.encode(new Datagram.Message(new Frame(node, epoch, sequence, channel, body), to));
    }

    /** A heartbeat that tells one node where the stream to all begins for it, and how far both streams are. */
    public static byte[] heartbeat(String node, long epoch, long last, String to, long start, long lastToOne) {
        return CODEC.encode(new Datagram.Heartbeat(
                        node, epoch, last, false, false, Map.of(to, new Datagram.Peer(start, lastToOne))))
                .get(0);
    }

    /** The bytes of a frame that is none of its body. */
    public static int overhead(String node, String to, String channel) {
        return CODEC.sizeOf(node, to, channel, Bytes.empty());
    }

    /** Reads a datagram again from what is written of it. */
    static Datagram again(FrameCodec codec, Datagram datagram) {
        var again = new Datagram[1];
        datagram.accept(new Datagram.Handler() {
            @Override
            public void message(Datagram.Message message) {
                again[0] = codec.decode(codec.encode(message));
            }

            @Override
            public void heartbeat(Datagram.Heartbeat heartbeat) {
                var frames = codec.encode(heartbeat);
                // only tests write larger ones than they would read
                again[0] = frames.size() == 1 ? codec.decode(frames.get(0)) : heartbeat;
            }

            @Override
            public void request(Datagram.Request request) {
                again[0] = codec.decode(codec.encode(request));
            }

            @Override
            public void answer(Datagram.Answer answer) {
                again[0] = codec.decode(codec.encode(answer));
            }
        });
        return again[0];
    }
}
