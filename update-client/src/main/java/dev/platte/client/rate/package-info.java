/** How fast bytes may go. */
@NullMarked
package dev.platte.client.rate;

import org.jspecify.annotations.NullMarked;
