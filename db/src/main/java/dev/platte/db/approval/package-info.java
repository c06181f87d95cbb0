/** Changes that need a second person. */
@NullMarked
package dev.platte.db.approval;

import org.jspecify.annotations.NullMarked;
