/** Many hosts at once, each with a disk, a bootloader and the real client, and the real server. */
@NullMarked
package dev.platte.harness.fleet;

import org.jspecify.annotations.NullMarked;
