/**
 * A real virtual machine: Debian's kernel and systemd on a disk with two slots, the packaged client
 * in it.
 */
@NullMarked
package dev.platte.harness.machine;

import org.jspecify.annotations.NullMarked;
