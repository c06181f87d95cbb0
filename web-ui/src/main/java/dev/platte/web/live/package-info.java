/** Tells open pages that something has changed, so that they ask for their moving parts again. */
@NullMarked
package dev.platte.web.live;

import org.jspecify.annotations.NullMarked;
