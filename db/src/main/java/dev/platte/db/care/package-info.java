/** What operators do to hosts, to one or to many at once. */
@NullMarked
package dev.platte.db.care;

import org.jspecify.annotations.NullMarked;
