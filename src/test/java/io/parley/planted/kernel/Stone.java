package io.parley.planted.kernel;

/** May be used by all. */
public final class Stone {}
