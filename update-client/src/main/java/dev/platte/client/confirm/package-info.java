/** Health after a boot: confirm or fall back. */
@NullMarked
package dev.platte.client.confirm;

import org.jspecify.annotations.NullMarked;
