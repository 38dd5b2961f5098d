package io.parley.adapter;

import io.parley.kernel.Limit;
import io.parley.packet.EncodedPacket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The recipients on a node that has none. */
final class Nobody implements Recipients<Recipient> {
    @Override
    public void deliver(EncodedPacket packet, boolean lossy, Iterable<Recipient> selected) {}

    @Override
    public Runnable enqueue(LoggedPacket packet, long sequence, String offset, Iterable<Recipient> selected) {
        return () -> {};
    }

    @Override
    public void claim(SessionClaim claim, String node, Consumer<SessionReply> answer) {
        answer.accept(SessionReply.NOTHING);
    }

    @Override
    public void command(SocketCommand command, Iterable<Recipient> selected) {}

    @Override
    public void serverSideEvent(EncodedPacket event, @Nullable Consumer<EncodedPacket> answer) {}

    @Override
    public EncodedPacket describe(Recipient recipient) {
        throw new IllegalStateException("there is nobody");
    }

    @Override
    public Runnable ask(
            EncodedPacket question, boolean lossy, Iterable<Recipient> selected, QuestionListener listener) {
        return () -> {};
    }

    @Override
    public void created(String room) {}

    @Override
    public void deleted(String room) {}

    @Override
    public void joined(String room, String id) {}

    @Override
    public void left(String room, String id) {}

    @Override
    public void hit(Limit limit) {}
}
