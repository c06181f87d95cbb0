/** The real machine, tried. */
@NullMarked
package dev.platte.harness.machine;

import org.jspecify.annotations.NullMarked;
