/** bzip2 streams decompressed. */
@NullMarked
package dev.platte.payload.bzip2;

import org.jspecify.annotations.NullMarked;
