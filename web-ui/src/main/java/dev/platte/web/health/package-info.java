/** Pages about how the server itself is, and what it keeps. */
@NullMarked
package dev.platte.web.health;

import org.jspecify.annotations.NullMarked;
