/** Asks the server, and reports to it. */
@NullMarked
package dev.platte.client.poll;

import org.jspecify.annotations.NullMarked;
