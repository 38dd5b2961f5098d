package io.parley.transport;

import io.parley.engine.Refusal;
import io.parley.kernel.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What the door and the owner of a session tell each other about one request or WebSocket. The door numbers them; the number 0
 * is none of them.
 */
sealed interface RelayMessage {
    long id();

    /** Writes its kind and its fields. */
    void write(RelayCodec.Out out);

    /** What the door says. */
    sealed interface ToOwner extends RelayMessage {
        void accept(OwnerHandler handler);
    }

    /** What the owner says. */
    sealed interface ToDoor extends RelayMessage {
        void accept(DoorHandler handler);
    }

    /** A GET waits for packets. */
    record Poll(long id, Claim claim) implements ToOwner {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.POLL).claim(claim);
        }

        @Override
        public void accept(OwnerHandler handler) {
            handler.poll(this);
        }
    }

    /**
     * A POST has come.
     *
     * @param binary whether it says that its body is
     * @param body null: it is large or slow, and sent when the owner {@linkplain Wanted wants} it
     */
    record Post(
            long id, Claim claim, boolean binary, @Nullable Bytes body) implements ToOwner {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.POST).claim(claim).flag(RelayCodec.BINARY, binary);
            if (body != null) {
                out.add(RelayCodec.CONTENT, body);
            }
        }

        @Override
        public void accept(OwnerHandler handler) {
            handler.post(this);
        }
    }

    /** The body of a POST that was announced. */
    record Body(long id, Bytes body) implements ToOwner {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.BODY).add(RelayCodec.CONTENT, body);
        }

        @Override
        public void accept(OwnerHandler handler) {
            handler.body(this);
        }
    }

    /** The body of a POST that was announced will not come: it is too large, or its connection is broken. */
    record GivenUp(long id, boolean tooLarge) implements ToOwner {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.GIVEN_UP).flag(RelayCodec.TOO_LARGE, tooLarge);
        }

        @Override
        public void accept(OwnerHandler handler) {
            handler.givenUp(this);
        }
    }

    /** A WebSocket is open. */
    record Upgrade(long id, Claim claim) implements ToOwner {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.UPGRADE).claim(claim);
        }

        @Override
        public void accept(OwnerHandler handler) {
            handler.upgrade(this);
        }
    }

    /** A WebSocket has failed. */
    record Failed(long id, String failure) implements ToOwner {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.FAILED).text(RelayCodec.TEXT, failure);
        }

        @Override
        public void accept(OwnerHandler handler) {
            handler.failed(this);
        }
    }

    /** The body of a POST is awaited. */
    record Wanted(long id) implements ToDoor {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.WANTED);
        }

        @Override
        public void accept(DoorHandler handler) {
            handler.wanted(this);
        }
    }

    /** A request is answered. */
    record Answered(long id, Answer answer) implements ToDoor {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.ANSWERED)
                    .number(RelayCodec.CODE, answer.status())
                    .text(RelayCodec.CONTENT_TYPE, answer.contentType())
                    .flag(RelayCodec.COMPRESS, answer.compress())
                    .add(RelayCodec.CONTENT, answer.body());
        }

        @Override
        public void accept(DoorHandler handler) {
            handler.answered(this);
        }
    }

    /** A request is refused. */
    record Refused(long id, Refusal refusal) implements ToDoor {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.REFUSED)
                    .number(RelayCodec.CODE, refusal.error().code())
                    .text(RelayCodec.TEXT, String.valueOf(refusal.context().getOrDefault("name", "")));
        }

        @Override
        public void accept(DoorHandler handler) {
            handler.refused(this);
        }
    }

    /** The first word of an owner to a new link, so that the door knows that there is somebody. */
    record Heard() implements ToDoor {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.HEARD);
        }

        @Override
        public long id() {
            return 0;
        }

        @Override
        public void accept(DoorHandler handler) {
            handler.heard();
        }
    }

    /**
     * A message of a WebSocket, to its session or to its peer.
     *
     * @param binary false: UTF-8
     * @param last whether the message ends with it; one to the peer always does
     */
    record Part(long id, boolean binary, boolean last, Bytes content) implements ToOwner, ToDoor {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.PART)
                    .flag(RelayCodec.BINARY, binary)
                    .flag(RelayCodec.LAST, last)
                    .add(RelayCodec.CONTENT, content);
        }

        @Override
        public void accept(OwnerHandler handler) {
            handler.part(this);
        }

        @Override
        public void accept(DoorHandler handler) {
            handler.part(this);
        }
    }

    /** So many parts have been dealt with. */
    record Confirmed(long id, int messages, long bytes) implements ToOwner, ToDoor {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.CONFIRMED).number(RelayCodec.MESSAGES, messages).number(RelayCodec.BYTES, bytes);
        }

        @Override
        public void accept(OwnerHandler handler) {
            handler.confirmed(this);
        }

        @Override
        public void accept(DoorHandler handler) {
            handler.confirmed(this);
        }
    }

    /** A WebSocket has been closed by its peer, or is to be closed by the door. */
    record Closed(long id, int code) implements ToOwner, ToDoor {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.CLOSED).number(RelayCodec.CODE, code);
        }

        @Override
        public void accept(OwnerHandler handler) {
            handler.closed(this);
        }

        @Override
        public void accept(DoorHandler handler) {
            handler.closed(this);
        }
    }

    /** The link is broken, and all that runs over it is lost. */
    record Broken() implements ToOwner, ToDoor {
        @Override
        public void write(RelayCodec.Out out) {
            out.kind(RelayCodec.BROKEN);
        }

        @Override
        public long id() {
            return 0;
        }

        @Override
        public void accept(OwnerHandler handler) {
            handler.broken();
        }

        @Override
        public void accept(DoorHandler handler) {
            handler.broken();
        }
    }

    /** Acts at the owner. */
    interface OwnerHandler {
        void poll(Poll poll);

        void post(Post post);

        void body(Body body);

        void givenUp(GivenUp post);

        void upgrade(Upgrade upgrade);

        void failed(Failed socket);

        void part(Part part);

        void confirmed(Confirmed parts);

        void closed(Closed socket);

        void broken();
    }

    /** Acts at the door. */
    interface DoorHandler {
        void wanted(Wanted post);

        void answered(Answered request);

        void refused(Refused request);

        void heard();

        void part(Part part);

        void confirmed(Confirmed parts);

        void closed(Closed socket);

        void broken();
    }
}
