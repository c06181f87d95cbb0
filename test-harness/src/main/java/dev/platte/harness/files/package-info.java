/** Files whose every change is told, and what a power cut leaves of them. */
@NullMarked
package dev.platte.harness.files;

import org.jspecify.annotations.NullMarked;
