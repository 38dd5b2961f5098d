package io.parley.chat;

/**
 * A person as clients see one.
 *
 * @param id the socket's id, where private messages go
 * @param name as shown
 */
public record Member(String id, String name) {}
