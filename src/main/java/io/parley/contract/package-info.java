/**
 * What clients have to know of annotated endpoints, as TypeScript and AsyncAPI; uses the endpoints. Made when a program is
 * built, or while it runs.
 */
@NullMarked
package io.parley.contract;

import org.jspecify.annotations.NullMarked;
