/** What pointing a channel elsewhere would do, before anybody does it. */
@NullMarked
package dev.platte.db.promotion;

import org.jspecify.annotations.NullMarked;
