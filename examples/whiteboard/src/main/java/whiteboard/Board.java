package whiteboard;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last strokes of one board. Thread-safe. */
final class Board {
    private static final int MOST = 1_000;

    private final Deque<Stroke> strokes = new ArrayDeque<>();

    synchronized void add(Stroke stroke) {
        if (strokes.size() == MOST) {
            strokes.removeFirst();
        }
        strokes.addLast(stroke);
    }

    synchronized void clear() {
        strokes.clear();
    }

    synchronized List<Stroke> strokes() {
        return List.copyOf(strokes);
    }
}
