package io.parley.planted.kernel;

import io.parley.planted.engine.Engine;

final class Upward {
    final Engine engine = new Engine();
}
