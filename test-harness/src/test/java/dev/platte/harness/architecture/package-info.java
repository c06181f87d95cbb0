/** The rules of the house, each with a culprit that proves it can fail. */
@NullMarked
package dev.platte.harness.architecture;

import org.jspecify.annotations.NullMarked;
