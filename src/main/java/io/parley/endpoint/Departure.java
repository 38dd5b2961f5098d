package io.parley.endpoint;

import io.parley.DisconnectReason;

/** Why a client has left. */
record Departure(DisconnectReason reason, String details) {}
