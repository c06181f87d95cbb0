/** The two slots of this host, and which one runs. */
@NullMarked
package dev.platte.client.slot;

import org.jspecify.annotations.NullMarked;
