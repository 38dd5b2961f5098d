package io.parley.apps.endpoints;

import java.util.List;

/**
 * What it is answered with.
 *
 * @param number of the order
 * @param tab all that this client has ordered
 * @param injected whether the server that was injected is the one that serves
 */
public record Receipt(int number, List<String> tab, boolean injected) {}
