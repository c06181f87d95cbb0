/** What the client's package learns before it is packed. */
@NullMarked
package dev.platte.harness.pack;

import org.jspecify.annotations.NullMarked;
