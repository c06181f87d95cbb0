/** Which blocks of an ext2, ext3 or ext4 image hold which file; read only, without mounting. */
@NullMarked
package dev.platte.payload.ext;

import org.jspecify.annotations.NullMarked;
