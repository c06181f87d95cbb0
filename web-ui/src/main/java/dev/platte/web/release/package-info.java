/** Pages about applications, channels and packages. */
@NullMarked
package dev.platte.web.release;

import org.jspecify.annotations.NullMarked;
