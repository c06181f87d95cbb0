/** When this host may reboot. */
@NullMarked
package dev.platte.client.reboot;

import org.jspecify.annotations.NullMarked;
