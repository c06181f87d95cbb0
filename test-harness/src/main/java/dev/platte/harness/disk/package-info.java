/** Disk images with the CoreOS layout and file systems made from directories. */
@NullMarked
package dev.platte.harness.disk;

import org.jspecify.annotations.NullMarked;
