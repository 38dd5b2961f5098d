package dashboard;

/** @param at in milliseconds since 1970 */
public record Reading(Metric metric, long at, double value) {}
