/**
 * Where this server goes on somebody's behalf, and how: never further than the operator lets it.
 */
@NullMarked
package dev.platte.server.outgoing;

import org.jspecify.annotations.NullMarked;
