package io.parley.emitter;

import io.parley.adapter.Selection;
import io.parley.adapter.SocketCommand;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Emits from outside to many: says to whom and how, then {@link #emit}. Immutable: each call returns a new operator, which
 * can be kept and used again. Thread-safe; no method blocks.
 */
public final class EmitOperator {
    private final SocketIoEmitter emitter;
    private final Selection selection;
    private final boolean lossy;
    private final boolean compress;

    EmitOperator(SocketIoEmitter emitter, Selection selection, boolean lossy, boolean compress) {
        this.emitter = emitter;
        this.selection = selection;
        this.lossy = lossy;
        this.compress = compress;
    }

    /**
     * {@return this operator, reaching also those in these rooms} A socket that is in several of them is reached once.
     *
     * @param rooms names of rooms, or ids of sockets; none: nothing changes
     */
    public EmitOperator to(String... rooms) {
        return new EmitOperator(emitter, selection.to(rooms), lossy, compress);
    }

    /**
     * {@return the same as {@link #to}}
     *
     * @param rooms names of rooms, or ids of sockets
     */
    public EmitOperator in(String... rooms) {
        return to(rooms);
    }

    /**
     * {@return this operator, not reaching those in these rooms}
     *
     * @param rooms names of rooms, or ids of sockets; none: nothing changes
     */
    public EmitOperator except(String... rooms) {
        return new EmitOperator(emitter, selection.except(rooms), lossy, compress);
    }

    /** {@return this operator, not reaching those who cannot take it at once} Socket.IO: {@code volatile}. */
    public EmitOperator lossy() {
        return new EmitOperator(emitter, selection, true, compress);
    }

    /**
     * {@return this operator, with what is emitted compressed on its way to the clients or not}
     *
     * @param wanted true is the default
     */
    public EmitOperator compress(boolean wanted) {
        return new EmitOperator(emitter, selection, lossy, wanted);
    }

    /**
     * Sends an event to all who are selected, on all nodes. Returns when it has been queued; what one thread emits reaches
     * each socket in the order of the calls.
     *
     * @param event any name that is not {@linkplain io.parley.packet.ReservedEvents reserved}
     * @param arguments what the parser can write, see {@link io.parley.packet.JsonParser}; {@code byte[]} travels as
     *     binary
     * @throws IllegalArgumentException if the event is reserved, an argument cannot be written, or all is larger than 16
     *     MB; nothing is sent then
     */
    public void emit(String event, @Nullable Object... arguments) {
        emitter.adapter().broadcast(selection, emitter.packet(event, arguments).withCompress(compress), lossy, false);
    }

    /**
     * Emits {@code "message"}.
     *
     * @param arguments as for {@link #emit}
     * @throws IllegalArgumentException as for {@link #emit}
     */
    public void send(@Nullable Object... arguments) {
        emit("message", arguments);
    }

    /**
     * Makes all who are selected join rooms. What this thread emits to the rooms later reaches them.
     *
     * @param rooms names of rooms; where one is too long for a node, its sockets stay as they are
     */
    public void socketsJoin(String... rooms) {
        command(new SocketCommand.Join(Set.copyOf(List.of(rooms))));
    }

    /**
     * Makes all who are selected leave rooms. What this thread emits to the rooms later does not reach them.
     *
     * @param rooms names of rooms; those that one is not in do not matter
     */
    public void socketsLeave(String... rooms) {
        command(new SocketCommand.Leave(Set.copyOf(List.of(rooms))));
    }

    /**
     * Disconnects all who are selected.
     *
     * @param closeConnection with all other namespaces of their connections
     */
    public void disconnectSockets(boolean closeConnection) {
        command(new SocketCommand.Disconnect(closeConnection));
    }

    private void command(SocketCommand command) {
        emitter.adapter().command(selection, command, false);
    }
}
