package io.parley.planted.adapter;

import io.parley.planted.kernel.Stone;
import io.parley.planted.packet.Letter;

final class Rooms {
    final Letter letter = new Letter();
    final Stone stone = new Stone();
}
