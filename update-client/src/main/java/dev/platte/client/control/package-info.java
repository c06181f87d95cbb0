/** A socket on which people's commands reach the agent that runs. */
@NullMarked
package dev.platte.client.control;

import org.jspecify.annotations.NullMarked;
