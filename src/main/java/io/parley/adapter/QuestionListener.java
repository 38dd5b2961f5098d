package io.parley.adapter;

import io.parley.packet.EncodedPacket;
import java.util.Collection;

/** Told what becomes of a question to many recipients. Thread-safe; must return quickly. */
public interface QuestionListener {
    /**
     * Tells who is asked: once, before anything else.
     *
     * @param ids of the recipients, each of which answers or does not, once
     */
    void asked(Collection<String> ids);

    /**
     * One has answered.
     *
     * @param id of the recipient
     * @param ack its answer
     */
    void answered(String id, EncodedPacket ack);

    /**
     * One will not answer any more.
     *
     * @param id of the recipient
     */
    void unanswered(String id);
}
