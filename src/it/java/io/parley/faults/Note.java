package io.parley.faults;

/**
 * What a node writes down. Times are of {@link System#nanoTime}, which on Linux is the same clock for all processes of a
 * machine.
 */
sealed interface Note {
    /** More senders than a node has. */
    int SENDERS_OF_A_NODE = 10;

    /** One line, read by {@link #parse}. */
    String line();

    /** The number of a sender in the whole cluster. */
    static int senderOf(int node, int sender) {
        return node * SENDERS_OF_A_NODE + sender;
    }

    /** The node that a sender is on. */
    static int nodeOf(int sender) {
        return sender / SENDERS_OF_A_NODE;
    }

    /** A message was given to the carrier; {@code failed}: which did not take it, and said so. */
    record Emitted(int sender, long number, long at, long nanos, boolean failed) implements Note {
        @Override
        public String line() {
            return "E %d %d %d %d %b".formatted(sender, number, at, nanos, failed);
        }
    }

    /** A message has come. */
    record Received(int sender, long number, long sentAt, long at) implements Note {
        @Override
        public String line() {
            return "R %d %d %d %d".formatted(sender, number, sentAt, at);
        }
    }

    /** So many nodes are seen from now on. */
    record Members(long at, int count) implements Note {
        @Override
        public String line() {
            return "M %d %d".formatted(at, count);
        }
    }

    /** A loss was announced. */
    record Gap(String node, long frames) implements Note {
        @Override
        public String line() {
            return "G %s %d".formatted(node, frames);
        }
    }

    static Note parse(String line) {
        var field = line.split(" ");
        return switch (field[0]) {
            case "E" ->
                new Emitted(
                        Integer.parseInt(field[1]),
                        Long.parseLong(field[2]),
                        Long.parseLong(field[3]),
                        Long.parseLong(field[4]),
                        Boolean.parseBoolean(field[5]));
            case "R" ->
                new Received(
                        Integer.parseInt(field[1]),
                        Long.parseLong(field[2]),
                        Long.parseLong(field[3]),
                        Long.parseLong(field[4]));
            case "M" -> new Members(Long.parseLong(field[1]), Integer.parseInt(field[2]));
            case "G" -> new Gap(field[1], Long.parseLong(field[2]));
            default -> throw new IllegalArgumentException(line);
        };
    }
}
