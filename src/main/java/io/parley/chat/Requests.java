package io.parley.chat;

import org.jspecify.annotations.Nullable;

/** What clients send, as JSON-B reads it. Any part may be missing or wrong: {@link Chat} checks all of it. */
public final class Requests {
    private Requests() {}

    /** {@code room:join} and {@code room:leave}. */
    public record Room(@Nullable String room) {}

    /** {@code message}. */
    public record Post(
            @Nullable String room,
            @Nullable String text,
            @Nullable String clientId) {}

    /** {@code private}. */
    public record Whisper(
            @Nullable String to,
            @Nullable String text,
            @Nullable String clientId) {}

    /** {@code notify}. */
    public record Notice(@Nullable String text) {}

    /** {@code typing}, with a room, and {@code private:typing}, with a person's id. */
    public record Typing(
            @Nullable String room,
            @Nullable String to,
            @Nullable Boolean typing) {}
}
