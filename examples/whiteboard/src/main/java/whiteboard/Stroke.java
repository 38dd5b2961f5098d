package whiteboard;

import java.util.Arrays;

/**
 * A line that somebody has drawn.
 *
 * @param path x, y, x, y, …, each a part of the board's width or height
 */
public record Stroke(String color, double width, double[] path) {
    private static final int LONGEST = 2_000;

    boolean isDrawable() {
        return color != null
                && color.matches("#[0-9a-f]{6}")
                && width > 0
                && width <= 40
                && path != null
                && path.length <= LONGEST
                && path.length % 2 == 0
                && Arrays.stream(path).allMatch(part -> part >= 0 && part <= 1);
    }
}
