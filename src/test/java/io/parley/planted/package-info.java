/** Breaks every rule of the house on purpose, in a tree like that of the product; only ArchitectureRuleTest looks here. */
@NullMarked
package io.parley.planted;

import org.jspecify.annotations.NullMarked;
