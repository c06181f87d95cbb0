/** Sends messages to other systems: signed, in order, only to where the operator lets it. */
@NullMarked
package dev.platte.server.webhook;

import org.jspecify.annotations.NullMarked;
