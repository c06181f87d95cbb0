/** A payload verified and written to a partition and a kernel file. */
@NullMarked
package dev.platte.payload.apply;

import org.jspecify.annotations.NullMarked;
