package io.parley.engine;

/** Why a request is refused; the codes and messages of the reference server. */
public enum EngineError {
    /** The query names no transport, or one that is not offered. */
    UNKNOWN_TRANSPORT(0, 400, "Transport unknown"),
    /** There is no session of that id on this node. */
    UNKNOWN_SID(1, 400, "Session ID unknown"),
    /** Only a GET opens a session. */
    BAD_HANDSHAKE_METHOD(2, 400, "Bad handshake method"),
    /** Anything else; the context names it. */
    BAD_REQUEST(3, 400, "Bad request"),
    /** {@link AllowRequest} has said no, or the {@linkplain AllowedOrigins origin} is not allowed. */
    FORBIDDEN(4, 403, "Forbidden"),
    /** The query names no revision of Engine.IO, or one that is not allowed. */
    UNSUPPORTED_PROTOCOL_VERSION(5, 400, "Unsupported protocol version");

    private final int code;
    private final int status;
    private final String message;

    EngineError(int code, int status, String message) {
        this.code = code;
        this.status = status;
        this.message = message;
    }

    /** {@return the code, 0 to 5} */
    public int code() {
        return code;
    }

    /** {@return the HTTP status of the answer} */
    public int status() {
        return status;
    }

    /** {@return what the peer is told, unless the application says something else} */
    public String message() {
        return message;
    }
}
