package io.parley.it;

/** How hard the safety tests try: in every build a little, with {@code -Psafety} as hard as the rows of the list say. */
final class Intensity {
    private static final boolean FULL = "full".equals(System.getProperty("it.safety"));

    private Intensity() {}

    /** Whether it is as hard as the rows say. */
    static boolean isFull() {
        return FULL;
    }

    /** One of the two. */
    static int of(int everyBuild, int full) {
        return FULL ? full : everyBuild;
    }
}
