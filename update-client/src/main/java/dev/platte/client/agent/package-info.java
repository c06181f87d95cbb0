/** The states of an update and the loop that goes through them. */
@NullMarked
package dev.platte.client.agent;

import org.jspecify.annotations.NullMarked;
