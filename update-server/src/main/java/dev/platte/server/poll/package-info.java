/** The Omaha endpoint. */
@NullMarked
package dev.platte.server.poll;

import org.jspecify.annotations.NullMarked;
