package io.parley.planted;

/** Stands for the type of the same name. */
public interface SocketIoApplication {}
