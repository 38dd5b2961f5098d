package whiteboard;

import java.util.List;

/**
 * A line that somebody has drawn.
 *
 * @param path x, y, x, y, …, each a part of the board's width or height
 */
public record Stroke(String color, double width, List<Double> path) {
    private static final int LONGEST = 2_000;

    boolean isDrawable() {
        return color != null
                && color.matches("#[0-9a-f]{6}")
                && width > 0
                && width <= 40
                && path != null
                && path.size() <= LONGEST
                && path.size() % 2 == 0
                && path.stream().allMatch(part -> part != null && part >= 0 && part <= 1);
    }
}
