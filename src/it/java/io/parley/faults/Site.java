package io.parley.faults;

import java.time.Duration;
import java.util.List;

/**
 * Where a node is.
 *
 * @param address of its own
 * @param port of its own
 * @param members of its cluster
 * @param ring how long it keeps what it has sent, if it does
 */
record Site(String address, int port, List<String> members, Duration ring) {}
