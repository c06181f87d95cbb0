/** bzip2 streams decompressed. */
@NullMarked
package dev.platte.payload.bzip;

import org.jspecify.annotations.NullMarked;
