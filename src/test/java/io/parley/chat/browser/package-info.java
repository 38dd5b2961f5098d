/** The chat in real browsers: a page object, and the stories that two people on two nodes go through. */
@NullMarked
package io.parley.chat.browser;

import org.jspecify.annotations.NullMarked;
