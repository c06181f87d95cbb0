/** What came in and fits nowhere, as operators look at it and clear it away. */
@NullMarked
package dev.platte.db.inbox;

import org.jspecify.annotations.NullMarked;
