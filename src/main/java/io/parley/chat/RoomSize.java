package io.parley.chat;

/**
 * A room in the list of rooms.
 *
 * @param name as shown
 * @param members how many people are in it, on all nodes; somebody with two pages counts once
 */
public record RoomSize(String name, int members) {}
