package io.parley.testkit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a client was not let in, as its {@code connect_error} tells it.
 *
 * @param message of the middleware that refused it, or of the server
 * @param data what the middleware gave beside the message; empty if it is nothing
 */
public record ConnectRefused(String message, Map<String, @Nullable Object> data) {}
