/** A package that lies too deep. */
@NullMarked
package dev.platte.db.culprit.deeper;

import org.jspecify.annotations.NullMarked;
