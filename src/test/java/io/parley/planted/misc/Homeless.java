package io.parley.planted.misc;

final class Homeless {}
