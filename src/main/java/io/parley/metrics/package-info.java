/** The figures of a server under the names of metrics, whatever they are collected with; uses the API, the engine and the kernel. */
@NullMarked
package io.parley.metrics;

import org.jspecify.annotations.NullMarked;
