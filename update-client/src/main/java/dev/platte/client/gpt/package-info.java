/** The partition table: read, checked, repaired, written. */
@NullMarked
package dev.platte.client.gpt;

import org.jspecify.annotations.NullMarked;
