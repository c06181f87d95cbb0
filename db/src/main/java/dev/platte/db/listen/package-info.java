/** Hears what other servers of the same database have changed. */
@NullMarked
package dev.platte.db.listen;

import org.jspecify.annotations.NullMarked;
