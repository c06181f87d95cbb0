/** Programs that are not ours, run within bounds: health checks, postinst, hooks. */
@NullMarked
package dev.platte.client.program;

import org.jspecify.annotations.NullMarked;
