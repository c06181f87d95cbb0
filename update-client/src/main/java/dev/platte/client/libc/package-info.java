/** Calls of the C library, for what Java does not offer. */
@NullMarked
package dev.platte.client.libc;

import org.jspecify.annotations.NullMarked;
