/** Messages to other systems: who gets which, what is still to be sent, what came of it. */
@NullMarked
package dev.platte.db.webhook;

import org.jspecify.annotations.NullMarked;
