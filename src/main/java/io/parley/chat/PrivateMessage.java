package io.parley.chat;

/**
 * A message to one person; kept nowhere on the server.
 *
 * @param id as for {@link Message}
 * @param from who wrote it
 * @param to whom it is for
 * @param text as for {@link Message}
 * @param at when the server got it, in milliseconds since 1970
 * @param clientId the id by which the sender's pages know it
 */
public record PrivateMessage(String id, Member from, Member to, String text, long at, String clientId) {}
