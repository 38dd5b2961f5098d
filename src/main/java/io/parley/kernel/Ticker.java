package io.parley.kernel;

/** A monotonic clock. Thread-safe. */
@FunctionalInterface
public interface Ticker {
    /** {@return nanoseconds since some fixed but arbitrary moment; compare by subtraction only} */
    long nanos();
}
