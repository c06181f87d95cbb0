/** Payload files over HTTP. */
@NullMarked
package dev.platte.server.payload;

import org.jspecify.annotations.NullMarked;
