package io.parley.packet;

/** A payload that came over the wire. */
record ReceivedPayload(String name, Arguments arguments) implements Payload {}
