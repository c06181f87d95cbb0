/** The right to be down for a reboot, kept by etcd or by a server that speaks FleetLock. */
@NullMarked
package dev.platte.client.lock;

import org.jspecify.annotations.NullMarked;
