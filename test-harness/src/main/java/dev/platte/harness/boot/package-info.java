/** A bootloader that chooses slots as GRUB's gptprio does. */
@NullMarked
package dev.platte.harness.boot;

import org.jspecify.annotations.NullMarked;
