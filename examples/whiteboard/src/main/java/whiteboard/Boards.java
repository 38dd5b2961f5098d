package whiteboard;

import java.util.LinkedHashMap;
import java.util.Map;

/** The boards by their names; of too many, the one that was used longest ago is forgotten. Thread-safe. */
final class Boards {
    private static final int MOST = 100;

    private final Map<String, Board> boards = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Board> eldest) {
            return size() > MOST;
        }
    };

    synchronized Board get(String name) {
        return boards.computeIfAbsent(name, none -> new Board());
    }
}
