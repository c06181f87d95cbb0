/** Pages about keys: which payloads are believed, and which answers are signed. */
@NullMarked
package dev.platte.web.trust;

import org.jspecify.annotations.NullMarked;
