package io.parley.planted.engine.unmarked;

final class Unmarked {}
