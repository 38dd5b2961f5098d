package io.parley.engine;

import io.parley.kernel.Bytes;
import java.util.List;

/** Reads and writes polling bodies, each of many packets, for one session. Thread-safe. */
public sealed interface PayloadCodec permits PayloadCodecV4, PayloadCodecV3 {
    /**
     * The codec for a session.
     *
     * @param textOnly whether the client said {@code b64}: it takes no binary bodies
     */
    static PayloadCodec of(Revision revision, boolean textOnly) {
        return switch (revision) {
            case V4 -> new PayloadCodecV4();
            case V3 -> new PayloadCodecV3(textOnly);
        };
    }

    /** Writes packets, at least one. */
    Body encode(List<? extends EnginePacket> packets);

    /**
     * Reads a body of text.
     *
     * @param most how many packets it may hold
     * @throws EngineProtocolException at the first packet that is none, or is one too many; nothing is returned then
     */
    List<EnginePacket> decode(String body, int most);

    /**
     * Reads a body of the type {@code application/octet-stream}.
     *
     * @param most how many packets it may hold
     * @throws EngineProtocolException as for text; in revision 4 always, for it has no such bodies
     */
    List<EnginePacket> decode(Bytes body, int most);

    /**
     * A body.
     *
     * @param binary whether it is of the type {@code application/octet-stream}, and not text in UTF-8
     */
    record Body(boolean binary, Bytes bytes) {}
}
