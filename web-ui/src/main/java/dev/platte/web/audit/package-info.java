/** Pages about who changed what. */
@NullMarked
package dev.platte.web.audit;

import org.jspecify.annotations.NullMarked;
