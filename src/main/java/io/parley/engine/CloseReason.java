package io.parley.engine;

/** Why a session ended; {@link #toString} is the reason as the Socket.IO documentation writes it. */
public enum CloseReason {
    /** The connection broke, or was used in a wrong way. */
    TRANSPORT_ERROR("transport error"),
    /** The peer closed the connection, or went away. */
    TRANSPORT_CLOSE("transport close"),
    /** The peer did not answer a ping in time, or did not ping. */
    PING_TIMEOUT("ping timeout"),
    /** The peer sent what is not Engine.IO. */
    PARSE_ERROR("parse error"),
    /** The layer above could not read what the peer sent. */
    FORCED_CLOSE("forced close"),
    /** The layer above wants no more of this peer. */
    FORCED_SERVER_CLOSE("forced server close"),
    /** The login of the peer has expired, or the HTTP session in which it began has ended. */
    LOGIN_OVER("server namespace disconnect"),
    /** The server is being stopped. */
    SERVER_SHUTTING_DOWN("server shutting down");

    private final String text;

    CloseReason(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
