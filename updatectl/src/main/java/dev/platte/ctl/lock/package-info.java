/** Verbs of lock groups: who may be down for a reboot. */
@NullMarked
package dev.platte.ctl.lock;

import org.jspecify.annotations.NullMarked;
