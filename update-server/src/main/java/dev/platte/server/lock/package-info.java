/** The FleetLock protocol: hosts ask before they reboot, and tell when they are back. */
@NullMarked
package dev.platte.server.lock;

import org.jspecify.annotations.NullMarked;
