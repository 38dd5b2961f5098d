package io.parley.chat;

import org.jspecify.annotations.Nullable;

/** What clients send, as JSON-B reads it. Any part may be missing or wrong: {@link Chat} checks all of it. */
public final class Requests {
    private Requests() {}

    /**
     * {@code room:join} and {@code room:leave}.
     *
     * @param room its name
     */
    public record Room(@Nullable String room) {}

    /**
     * {@code message}.
     *
     * @param room its name; the sender must be in it
     * @param text the message
     * @param clientId the id by which the sender's pages know it
     */
    public record Post(
            @Nullable String room,
            @Nullable String text,
            @Nullable String clientId) {}

    /**
     * {@code private}.
     *
     * @param to the id of the person it is for
     * @param text the message
     * @param clientId the id by which the sender's pages know it
     */
    public record Whisper(
            @Nullable String to,
            @Nullable String text,
            @Nullable String clientId) {}

    /**
     * {@code notify}.
     *
     * @param text the notification, for everybody
     */
    public record Notice(@Nullable String text) {}

    /**
     * {@code typing}, with a room, and {@code private:typing}, with a person's id.
     *
     * @param room its name; not for {@code private:typing}
     * @param to the id of the person; not for {@code typing}
     * @param typing true: begins; anything else: ends
     */
    public record Typing(
            @Nullable String room,
            @Nullable String to,
            @Nullable Boolean typing) {}
}
