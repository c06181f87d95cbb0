/** Breaks the rules of the lowest floor, so that they are known to fail. */
@NullMarked
package dev.platte.omaha.culprit;

import org.jspecify.annotations.NullMarked;
