/** Holds the documents to what they say: their samples compile, their links lead somewhere. */
@NullMarked
package io.parley.documents;

import org.jspecify.annotations.NullMarked;
