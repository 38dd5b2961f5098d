package io.parley.engine;

import io.parley.kernel.Bytes;
import java.util.List;

/** Reads and writes polling bodies, each of many packets, for one session. Thread-safe. */
public sealed interface PayloadCodec permits PayloadCodecV4, PayloadCodecV3 {
    /**
     * {@return the codec for a session}
     *
     * @param revision the one that the client speaks
     * @param textOnly whether the client said {@code b64}: it takes no binary bodies
     */
    static PayloadCodec of(Revision revision, boolean textOnly) {
        return switch (revision) {
            case V4 -> PayloadCodecV4.INSTANCE;
            case V3 -> new PayloadCodecV3(textOnly);
        };
    }

    /**
     * {@return a body of packets}
     *
     * @param packets at least one, in order
     */
    Body encode(List<? extends EnginePacket> packets);

    /**
     * {@return the packets of a body of text, in order}
     *
     * @param body what came
     * @param most how many packets it may hold
     * @throws EngineProtocolException at the first packet that is none, or is one too many; nothing is returned then
     */
    List<EnginePacket> decode(String body, int most);

    /**
     * {@return the packets of a body of the type {@code application/octet-stream}, in order}
     *
     * @param body what came
     * @param most how many packets it may hold
     * @throws EngineProtocolException as for text; in revision 4 always, for it has no such bodies
     */
    List<EnginePacket> decode(Bytes body, int most);

    /**
     * A body.
     *
     * @param binary whether it is of the type {@code application/octet-stream}, and not text in UTF-8
     * @param bytes what goes over the wire
     */
    record Body(boolean binary, Bytes bytes) {}
}
