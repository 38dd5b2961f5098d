package io.parley.transport;

import io.parley.kernel.Bytes;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Reads a request's body without blocking, up to a limit. Confined to the container's thread of the moment. */
final class BodyReader implements ReadListener {
    private static final int MOST_AT_ONCE = 4096;

    private final ServletInputStream in;
    private final int limit;
    private final Outcome outcome;
    private final ByteArrayOutputStream body;
    private final byte[] chunk;
    private boolean over;

    /**
     * @param length bytes that are announced, or negative if nothing is
     * @param limit bytes; more: {@link Outcome#tooLarge}, and the rest is not read
     */
    BodyReader(ServletInputStream in, long length, int limit, Outcome outcome) {
        int size = length < 0 ? MOST_AT_ONCE : (int) Math.min(length + 1, MOST_AT_ONCE);
        this.body = new ByteArrayOutputStream(size);
        this.chunk = new byte[size];
        this.in = in;
        this.limit = limit;
        this.outcome = outcome;
    }

    /**
     * Whether it is not clear how long the body is. Some containers guess; when a proxy in front guesses otherwise, the rest
     * is a request of its own (smuggling).
     */
    static boolean isAmbiguous(HttpServletRequest request) {
        var lengths = request.getHeaders("Content-Length");
        var encodings = request.getHeaders("Transfer-Encoding");
        if (encodings.hasMoreElements()) {
            return !encodings.nextElement().equalsIgnoreCase("chunked")
                    || encodings.hasMoreElements()
                    || lengths.hasMoreElements();
        }
        return lengths.hasMoreElements() && (!isNumber(lengths.nextElement()) || lengths.hasMoreElements());
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    @Override
    public void onDataAvailable() throws IOException {
        while (!over && in.isReady() && !in.isFinished()) {
            int length = in.read(chunk);
            if (length > limit - body.size()) {
                over = true;
                outcome.tooLarge();
            } else if (length > 0) {
                body.write(chunk, 0, length);
            }
        }
    }

    @Override
    public void onAllDataRead() {
        if (!over) {
            over = true;
            outcome.read(Bytes.owned(body.toByteArray()));
        }
    }

    @Override
    public void onError(Throwable failure) {
        if (!over) {
            over = true;
            outcome.aborted();
        }
    }

    /** What becomes of a body; exactly one of these is called, once. */
    interface Outcome {
        void read(Bytes body);

        void tooLarge();

        void aborted();
    }
}
