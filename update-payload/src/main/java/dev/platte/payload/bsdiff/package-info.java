/** Binary patches in the format of bsdiff 4, {@code BSDIFF40}. */
@NullMarked
package dev.platte.payload.bsdiff;

import org.jspecify.annotations.NullMarked;
