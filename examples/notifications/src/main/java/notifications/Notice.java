package notifications;

/** What a customer is told. */
public record Notice(int order, String text) {}
