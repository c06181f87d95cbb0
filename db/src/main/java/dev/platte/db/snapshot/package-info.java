/** The whole catalogue in memory, immutable, and kept fresh. */
@NullMarked
package dev.platte.db.snapshot;

import org.jspecify.annotations.NullMarked;
