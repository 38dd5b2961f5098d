package io.parley;

import io.parley.adapter.QuestionListener;
import io.parley.packet.Arguments;
import io.parley.packet.EncodedPacket;
import java.util.List;

/** The answer of one client to a question of another node, awaited to be passed on. Thread-safe. */
record PassedOnAnswer(Namespace namespace, String socket, QuestionListener listener) implements PendingAcks.Awaited {
    @Override
    public void answered(Arguments arguments) {
        EncodedPacket ack;
        try {
            ack = namespace.encodeAck(List.of(arguments));
        } catch (IllegalArgumentException unwritable) {
            listener.unanswered(socket);
            return;
        }
        listener.answered(socket, ack);
    }

    @Override
    public void failed(RuntimeException failure) {
        listener.unanswered(socket);
    }
}
