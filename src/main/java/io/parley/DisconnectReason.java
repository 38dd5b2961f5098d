package io.parley;

import io.parley.engine.CloseReason;

/** Why a socket was disconnected; {@link #toString} is the reason as the Socket.IO documentation writes it. */
public enum DisconnectReason {
    /** The connection broke. */
    TRANSPORT_ERROR("transport error"),
    /** The client closed the connection, or went away. */
    TRANSPORT_CLOSE("transport close"),
    /** The client did not answer a ping in time. */
    PING_TIMEOUT("ping timeout"),
    /** The client sent what is not Engine.IO. */
    PARSE_ERROR("parse error"),
    /** The client sent what is not Socket.IO. */
    FORCED_CLOSE("forced close"),
    /** The client broke the order of the protocol, or joined no namespace in time. */
    FORCED_SERVER_CLOSE("forced server close"),
    /** The server is being stopped; clients come back by themselves. */
    SERVER_SHUTTING_DOWN("server shutting down"),
    /**
     * The application called {@link Socket#disconnect}, or the client's login is over; the details tell. The client does not
     * come back by itself, unless nobody was logged in.
     */
    SERVER_NAMESPACE_DISCONNECT("server namespace disconnect"),
    /** The client left the namespace. */
    CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect");

    private final String text;

    DisconnectReason(String text) {
        this.text = text;
    }

    static DisconnectReason of(CloseReason reason) {
        return switch (reason) {
            case TRANSPORT_ERROR -> TRANSPORT_ERROR;
            case TRANSPORT_CLOSE -> TRANSPORT_CLOSE;
            case PING_TIMEOUT -> PING_TIMEOUT;
            case PARSE_ERROR -> PARSE_ERROR;
            case FORCED_CLOSE -> FORCED_CLOSE;
            case FORCED_SERVER_CLOSE -> FORCED_SERVER_CLOSE;
            case LOGIN_OVER -> SERVER_NAMESPACE_DISCONNECT;
            case SERVER_SHUTTING_DOWN -> SERVER_SHUTTING_DOWN;
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
