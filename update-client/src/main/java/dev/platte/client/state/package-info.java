/** What this host remembers across restarts, reboots and power cuts. */
@NullMarked
package dev.platte.client.state;

import org.jspecify.annotations.NullMarked;
