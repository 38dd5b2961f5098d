package io.parley.transport;

import io.parley.kernel.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** How the body of an answer may be compressed, the preferred one first. RFC 9110, section 8.4.1. Thread-safe. */
public enum ContentCoding {
    /** The usual one. */
    GZIP("gzip|x-gzip|\\*") {
        @Override
        OutputStream into(OutputStream out) throws IOException {
            return new GZIPOutputStream(out);
        }
    },
    /** The zlib format. */
    DEFLATE("deflate") {
        @Override
        OutputStream into(OutputStream out) {
            return new DeflaterOutputStream(out);
        }
    };

    private final Pattern accepted;

    /** A weight of 0 means that it is not accepted. Never goes back: the client could make it. */
    ContentCoding(String names) {
        accepted = Pattern.compile(
                "(^|,)\\s*+(" + names + ")\\s*+(;\\s*+q=(1|0\\.0*+[1-9])[0-9.]*+)?+\\s*+(,|$)",
                Pattern.CASE_INSENSITIVE);
    }

    /**
     * {@return the first one that a header {@code Accept-Encoding} names; RFC 9110, section 12.5.3}
     *
     * @param header null: none, so nothing is accepted
     */
    public static Optional<ContentCoding> acceptedIn(@Nullable String header) {
        if (header != null) {
            for (var coding : values()) {
                if (coding.accepted.matcher(header).find()) {
                    return Optional.of(coding);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * {@return the body compressed}
     *
     * @param body of any size; all of the result is in memory
     */
    public Bytes compress(Bytes body) {
        var compressed = new ByteArrayOutputStream(body.size() / 4);
        try (var out = into(compressed)) {
            body.writeTo(out, 0, body.size());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return Bytes.owned(compressed.toByteArray());
    }

    abstract OutputStream into(OutputStream out) throws IOException;

    /** The name in headers. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
