/** The main job on this machine, shown and checked. */
@NullMarked
package dev.platte.harness.demo;

import org.jspecify.annotations.NullMarked;
