/** Changes that wait for others to agree. */
@NullMarked
package dev.platte.web.approval;

import org.jspecify.annotations.NullMarked;
