package io.parley.chat;

/**
 * A message in a room, as all members and the other nodes get it.
 *
 * @param id the same when a client sends a message again, even to another node, so that pages show it once
 * @param room the room's name
 * @param from who wrote it
 * @param text 1–4000 characters, just as it was written: never to be taken for HTML
 * @param at when the server got it, in milliseconds since 1970
 * @param clientId the id by which the sender's pages know it
 */
public record Message(String id, String room, Member from, String text, long at, String clientId) {}
