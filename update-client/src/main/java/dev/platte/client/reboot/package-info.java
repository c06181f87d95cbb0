/** When this host goes down for its update: local checks, the lock, hooks, the reboot, and back. */
@NullMarked
package dev.platte.client.reboot;

import org.jspecify.annotations.NullMarked;
