/** A day in the life of a host to which everything happens. */
@NullMarked
package dev.platte.harness.day;

import org.jspecify.annotations.NullMarked;
