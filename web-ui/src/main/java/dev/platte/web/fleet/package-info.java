/** Pages about hosts. */
@NullMarked
package dev.platte.web.fleet;

import org.jspecify.annotations.NullMarked;
