/** Pages about lock groups, whose hosts take turns to reboot. */
@NullMarked
package dev.platte.web.lock;

import org.jspecify.annotations.NullMarked;
