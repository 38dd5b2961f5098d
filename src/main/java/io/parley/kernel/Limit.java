package io.parley.kernel;

import java.util.Locale;

/**
 * A bound on what one peer, or the application on its behalf, can take. The options say how large each is and what
 * happens then; here they have the names under which {@link LimitCounters} counts how often each was hit.
 */
public enum Limit {
    /** Sessions of a server. */
    SESSIONS,
    /** Sessions of one address. */
    ADDRESS_SESSIONS,
    /** Requests and WebSockets that wait here for sessions of other nodes. */
    RELAYED_REQUESTS,
    /** Bytes of a POST body or a WebSocket message. */
    PAYLOAD_BYTES,
    /** Packets in a POST body. */
    PAYLOAD_PACKETS,
    /** Fragments of a WebSocket message. */
    MESSAGE_PARTS,
    /** The time that a POST body or a WebSocket message may take to come in. */
    RECEIVE_TIME,
    /** Received events that wait for their handlers: counted once each time that reading stops. */
    QUEUED_EVENTS,
    /** Received events in a second: counted once each time that reading stops for it. */
    EVENT_RATE,
    /** Bytes that wait for a slow peer. */
    QUEUED_BYTES,
    /** Packets that wait for a slow peer. */
    QUEUED_PACKETS,
    /** Lossy packets are dropped while a peer takes nothing: counted once for each message. */
    LOSSY,
    /** The time that a WebSocket may take to send what it was given. */
    WRITE_TIME,
    /** The time until a connection must have joined a namespace. */
    CONNECT_TIME,
    /** Namespaces of a connection. */
    NAMESPACES,
    /** Characters of a namespace. */
    NAMESPACE_LENGTH,
    /** Namespaces that are made on demand. */
    DYNAMIC_NAMESPACES,
    /** Attachments of a packet. */
    ATTACHMENTS,
    /** Bytes of all attachments of a packet. */
    ATTACHMENT_BYTES,
    /** The time until all attachments of a packet must have come. */
    ATTACHMENT_TIME,
    /** Arrays and objects inside each other. */
    DEPTH,
    /** Digits or exponent of a number. */
    NUMBER,
    /** Members of all objects of a packet. */
    KEYS,
    /** Rooms of a socket. */
    ROOMS,
    /** Characters of a room's name. */
    ROOM_LENGTH,
    /** Users that are known, here and on other nodes. */
    USERS,
    /** Answers that a client owes. */
    PENDING_ACKS,
    /** The time that a client may owe an answer, where the application has set none. */
    ACK_TIME,
    /** Questions between nodes that wait for their answers, those of this one and those to this one. */
    PENDING_REQUESTS,
    /** Bytes of what nodes answer each other. */
    ANSWER_BYTES,
    /** Calls of other programs at once. */
    CALLS;

    /** The name in metrics and logs: {@code attachment-bytes}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
