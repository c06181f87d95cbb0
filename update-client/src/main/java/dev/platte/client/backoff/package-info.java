/** How often one offer was tried, from which address, and when it may be tried again. */
@NullMarked
package dev.platte.client.backoff;

import org.jspecify.annotations.NullMarked;
