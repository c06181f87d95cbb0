/** Payloads and keys without a server. */
@NullMarked
package dev.platte.ctl.payload;

import org.jspecify.annotations.NullMarked;
