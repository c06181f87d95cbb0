/** The CrAU file: header, manifest, data, signatures, read within limits. */
@NullMarked
package dev.platte.payload.format;

import org.jspecify.annotations.NullMarked;
