/** Hosts, attempts, counters, events. */
@NullMarked
package dev.platte.db.fleet;

import org.jspecify.annotations.NullMarked;
