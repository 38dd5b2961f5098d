package io.parley.adapter;

import io.parley.kernel.Limit;
import io.parley.packet.EncodedPacket;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The recipients on this node: what an adapter delivers to. Thread-safe; must not block.
 *
 * @param <R> one of them
 */
public interface Recipients<R extends Recipient> extends RoomListener {
    /**
     * Sends the packet to each of the selected.
     *
     * @param packet an event
     * @param lossy drop it for those that cannot take it at once
     * @param selected each once
     */
    void deliver(EncodedPacket packet, boolean lossy, Iterable<R> selected);

    /**
     * Puts a packet that can be recovered into the queues of the selected, without running them.
     *
     * @param packet an event; who has had it already gets it no more
     * @param sequence its number in the log here
     * @param offset what is sent with it: letters, digits, and {@code _-.~}
     * @param selected each once
     * @return runs them
     */
    Runnable enqueue(LoggedPacket packet, long sequence, String offset, Iterable<R> selected);

    /**
     * Does something to each of the selected.
     *
     * @param command what is done
     * @param selected each once
     */
    void command(SocketCommand command, Iterable<R> selected);

    /**
     * Another node's application has told ours an event.
     *
     * @param event what it has told
     * @param answer sends an ack back to it; null: it waits for none
     */
    void serverSideEvent(EncodedPacket event, @Nullable Consumer<EncodedPacket> answer);

    /**
     * {@return what another node needs to know of a recipient: an ack} Runs the application's code, and may take its time.
     *
     * @param recipient one of those here
     */
    EncodedPacket describe(R recipient);

    /**
     * Sends the packet to each of the selected, and waits for their answers.
     *
     * @param question an event with an ack id, in the place of which another one is put
     * @param lossy drop it for those that cannot take it at once
     * @param selected each once
     * @param listener told who is asked before anything is sent
     * @return stops waiting: the listener is told nothing more
     * @throws io.parley.packet.InvalidPacketException if the packet cannot be read; nobody is asked then
     */
    Runnable ask(EncodedPacket question, boolean lossy, Iterable<R> selected, QuestionListener listener);

    /**
     * Another node asks for a session, since its client has come there.
     *
     * @param claim what it wants
     * @param node its id
     * @param answer given what is said to it, now or later on any thread; once
     */
    void claim(SessionClaim claim, String node, Consumer<SessionReply> answer);

    /**
     * Counts that a bound was hit.
     *
     * @param limit which
     */
    void hit(Limit limit);
}
