/** What happens, in one order, for people and programs that follow it. */
@NullMarked
package dev.platte.db.feed;

import org.jspecify.annotations.NullMarked;
