package io.parley.transport;

import io.parley.engine.EngineSession;
import io.parley.engine.Refusal;
import io.parley.engine.Revision;
import java.io.IOException;

/** What a request turned out to be about. Immutable. */
sealed interface Verdict {
    /** Calls the method for this verdict. */
    void accept(Handler handler) throws IOException;

    /** It is refused. */
    record Refused(Refusal refusal) implements Verdict {
        @Override
        public void accept(Handler handler) throws IOException {
            handler.refused(refusal);
        }
    }

    /** It opens a session. */
    record Opens(String id, Revision revision) implements Verdict {
        @Override
        public void accept(Handler handler) throws IOException {
            handler.opens(id, revision);
        }
    }

    /** It belongs to a session. */
    record Belongs(EngineSession session) implements Verdict {
        @Override
        public void accept(Handler handler) throws IOException {
            handler.belongs(session);
        }
    }

    /** It belongs to a session of another node, if there is one. */
    record Elsewhere(String node) implements Verdict {
        @Override
        public void accept(Handler handler) throws IOException {
            handler.elsewhere(node);
        }
    }

    /** Acts for every kind of verdict. */
    interface Handler {
        void refused(Refusal refusal) throws IOException;

        void opens(String id, Revision revision) throws IOException;

        void belongs(EngineSession session) throws IOException;

        void elsewhere(String node) throws IOException;
    }
}
