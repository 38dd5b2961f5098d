package io.parley.planted.engine;

final class Shapes {
    private Shapes() {}

    static class Open {}

    abstract static class HalfOpen {}

    abstract static sealed class Closed permits Only {}

    static final class Only extends Closed {}

    record Value() {}

    interface Port {}

    enum Choice {
        ONE {
            @Override
            String text() {
                return "1";
            }
        };

        abstract String text();
    }

    static final class Anonymous {
        final Object object = new Object() {
            @Override
            public String toString() {
                return "";
            }
        };
    }
}
