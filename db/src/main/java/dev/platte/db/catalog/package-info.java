/** Applications, channels, packages, floors. */
@NullMarked
package dev.platte.db.catalog;

import org.jspecify.annotations.NullMarked;
