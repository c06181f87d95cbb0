/** Payload files, addressed by their SHA-256. */
@NullMarked
package dev.platte.db.blob;

import org.jspecify.annotations.NullMarked;
