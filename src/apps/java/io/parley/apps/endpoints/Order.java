package io.parley.apps.endpoints;

import jakarta.validation.constraints.NotBlank;

/**
 * What a client sends.
 *
 * @param what it wants
 */
public record Order(@NotBlank(message = "must not be blank") String what) {}
