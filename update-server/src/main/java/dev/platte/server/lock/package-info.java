/** FleetLock over HTTP. */
@NullMarked
package dev.platte.server.lock;

import org.jspecify.annotations.NullMarked;
