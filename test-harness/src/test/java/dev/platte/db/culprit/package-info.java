/** Half of a cycle between packages. */
@NullMarked
package dev.platte.db.culprit;

import org.jspecify.annotations.NullMarked;
