package io.parley.contract;

import java.util.List;

/**
 * A namespace.
 *
 * @param name as in the annotations, perhaps with asterisks
 * @param prefix unique, of letters, digits and underscores; empty for "/"
 * @param received what clients may send
 * @param emitted what the server emits
 */
record ContractNamespace(String name, String prefix, List<ContractEvent> received, List<ContractEvent> emitted) {}
