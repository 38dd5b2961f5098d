package io.parley;

/** What became of a client's wish to be recovered. */
public enum RecoveryOutcome {
    /** The client is new, or recovery is off. */
    NOT_ASKED,
    /** It has its id, rooms and data back, and what it missed. */
    RECOVERED,
    /** Nobody of that recovery id is away: it was away too long, has been recovered before, or never was here. */
    UNKNOWN,
    /** The recovery id belongs to another user of the container. */
    OTHER_USER,
    /** It missed packets that are not kept any more, or too many of them. */
    TOO_MUCH_MISSED
}
