/** Pages about other systems that are told what happens. */
@NullMarked
package dev.platte.web.webhook;

import org.jspecify.annotations.NullMarked;
