package io.parley;

/** The socket was disconnected before the client acknowledged an event. */
public final class SocketDisconnectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SocketDisconnectedException() {
        super("socket has been disconnected", null, false, false);
    }
}
