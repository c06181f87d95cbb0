/** Policies as people write them: JSON whose every value is checked and named when it is wrong. */
@NullMarked
package dev.platte.db.document;

import org.jspecify.annotations.NullMarked;
