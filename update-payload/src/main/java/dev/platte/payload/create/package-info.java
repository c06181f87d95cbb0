/** A payload made from an image and signed. */
@NullMarked
package dev.platte.payload.create;

import org.jspecify.annotations.NullMarked;
