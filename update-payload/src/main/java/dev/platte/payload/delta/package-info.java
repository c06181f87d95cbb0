/** What changed between two images, as operations that change one into the other in place. */
@NullMarked
package dev.platte.payload.delta;

import org.jspecify.annotations.NullMarked;
