/** Weekly maintenance windows in a time zone, with the days on which none opens. */
@NullMarked
package dev.platte.policy.window;

import org.jspecify.annotations.NullMarked;
