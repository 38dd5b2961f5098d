package io.parley.kernel;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Immutable bytes with value equality. Thread-safe. */
public final class Bytes {
    private static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] array;

    private Bytes(byte[] array) {
        this.array = array;
    }

    /** {@return no bytes} */
    public static Bytes empty() {
        return EMPTY;
    }

    /**
     * {@return a copy of the array}
     *
     * @param array may be changed afterwards
     */
    public static Bytes copyOf(byte[] array) {
        return new Bytes(array.clone());
    }

    /**
     * {@return a copy of what remains in the buffer}
     *
     * @param buffer its position stays where it is
     */
    public static Bytes copyOf(ByteBuffer buffer) {
        var array = new byte[buffer.remaining()];
        buffer.duplicate().get(array);
        return new Bytes(array);
    }

    /**
     * {@return the array itself as bytes, without a copy}
     *
     * @param array taken over: the caller must never write to it again
     */
    public static Bytes owned(byte[] array) {
        return new Bytes(array);
    }

    /**
     * {@return the text in UTF-8}
     *
     * @param text half a surrogate pair becomes {@code ?}
     */
    public static Bytes ofUtf8(String text) {
        return new Bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Decodes standard base64.
     *
     * @param text with or without padding; line breaks are skipped, wherever they are: the Java client of Socket.IO
     *     writes them
     * @return what the text stands for
     * @throws IllegalArgumentException if the text is not base64
     */
    public static Bytes fromBase64(String text) {
        return new Bytes(Base64.getDecoder().decode(withoutLineBreaks(text)));
    }

    private static String withoutLineBreaks(String text) {
        return text.indexOf('\n') < 0 ? text : text.replace("\n", "").replace("\r", "");
    }

    /** {@return how many bytes there are} */
    public int size() {
        return array.length;
    }

    /** {@return a fresh read-only view, positioned at the start} */
    public ByteBuffer asBuffer() {
        return ByteBuffer.wrap(array).asReadOnlyBuffer();
    }

    /**
     * {@return a fresh view with access to the array itself, without a copy, for APIs that refuse a read-only buffer}
     * Who gets it must not write to it.
     */
    public ByteBuffer asArrayBuffer() {
        return ByteBuffer.wrap(array);
    }

    /**
     * Writes a part to a stream, without a copy.
     *
     * @param out what it is written to; may block
     * @param offset where the part begins, from 0
     * @param length bytes of the part
     * @throws IOException if the stream throws it; a part of the bytes may have been written
     */
    public void writeTo(OutputStream out, int offset, int length) throws IOException {
        out.write(array, offset, length);
    }

    /** {@return a fresh copy} */
    public byte[] toArray() {
        return array.clone();
    }

    /** {@return the bytes read as UTF-8; what is none becomes U+FFFD} */
    public String toUtf8() {
        return new String(array, StandardCharsets.UTF_8);
    }

    /** {@return standard base64 with padding} */
    public String toBase64() {
        return Base64.getEncoder().encodeToString(array);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /** The size and the first bytes in hexadecimal: for logs, never the whole content. */
    @Override
    public String toString() {
        var text = new StringBuilder("Bytes[").append(array.length).append(':');
        for (int i = 0; i < Math.min(array.length, 8); i++) {
            text.append(' ').append(String.format("%02x", array[i]));
        }
        return text.append(array.length > 8 ? " …]" : "]").toString();
    }
}
