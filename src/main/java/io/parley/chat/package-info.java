/**
 * The chat: people, rooms, messages, at the root of the WAR. An application like any other: it uses the API in
 * {@code io.parley} and nothing else, and nothing uses it. Its page is in {@code src/main/webapp}.
 */
@NullMarked
package io.parley.chat;

import org.jspecify.annotations.NullMarked;
