/** What MicroProfile Health tells of the servers, where it is, by CDI. Uses the API. */
@NullMarked
package io.parley.health;

import org.jspecify.annotations.NullMarked;
