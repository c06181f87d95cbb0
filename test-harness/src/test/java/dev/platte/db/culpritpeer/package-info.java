/** The other half of a cycle between packages. */
@NullMarked
package dev.platte.db.culpritpeer;

import org.jspecify.annotations.NullMarked;
