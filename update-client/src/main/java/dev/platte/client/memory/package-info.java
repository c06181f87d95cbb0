/** Gives memory back that a daemon does not need while it waits. */
@NullMarked
package dev.platte.client.memory;

import org.jspecify.annotations.NullMarked;
