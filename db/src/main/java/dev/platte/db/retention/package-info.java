/** How long things are kept, as whoever keeps them says it. */
@NullMarked
package dev.platte.db.retention;

import org.jspecify.annotations.NullMarked;
