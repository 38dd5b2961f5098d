package io.parley.endpoint;

/** An event that is not heard: what {@link OnError} gets, and what the client is told. */
record Refusal(Throwable failure, Throwable told) {}
