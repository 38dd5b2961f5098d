package io.parley.cluster;

import io.parley.kernel.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the nodes tell each other about a {@link ReplicatedTable}. */
sealed interface TableMessage {
    void accept(Handler handler);

    /** Rows of the node that says so, each as it is now, in the order of their changes. */
    record Rows(List<Row> rows) implements TableMessage {
        public Rows {
            rows = List.copyOf(rows);
        }

        @Override
        public void accept(Handler handler) {
            handler.rows(this);
        }
    }

    /**
     * One row.
     *
     * @param key 1 to {@value ReplicatedTable#MAX_KEY_LENGTH} characters
     * @param value null: there is none any more
     */
    record Row(String key, @Nullable Bytes value) {
        public Row {
            Frame.requireLength("a key", key, ReplicatedTable.MAX_KEY_LENGTH);
        }
    }

    /**
     * From here to the end of the same number come all rows that the node has, and changes among them.
     *
     * @param number grows
     */
    record Begin(long number) implements TableMessage {
        @Override
        public void accept(Handler handler) {
            handler.begin(this);
        }
    }

    /**
     * What did not come since the beginning the node does not have.
     *
     * @param number of the beginning
     */
    record End(long number) implements TableMessage {
        @Override
        public void accept(Handler handler) {
            handler.end(this);
        }
    }

    /** All rows are wanted: of all nodes by one that has just opened the table, or of one that may have been misheard. */
    record Wanted() implements TableMessage {
        @Override
        public void accept(Handler handler) {
            handler.wanted();
        }
    }

    /** One method for each kind. */
    interface Handler {
        void rows(Rows rows);

        void begin(Begin begin);

        void end(End end);

        void wanted();
    }
}
