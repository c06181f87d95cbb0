/** One stream from the network to the inactive slot. */
@NullMarked
package dev.platte.client.install;

import org.jspecify.annotations.NullMarked;
