package floor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One message for many receivers; its bytes are made once, if anybody wants them. */
public final class Shared {
    private final String text;
    private ByteBuffer bytes;

    Shared(String text) {
        this.text = text;
    }

    public String text() {
        return text;
    }

    /** To be read through a duplicate only. */
    public synchronized ByteBuffer bytes() {
        if (bytes == null) {
            bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes;
    }
}
