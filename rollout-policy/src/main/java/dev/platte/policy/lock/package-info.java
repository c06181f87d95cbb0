/**
 * Whether a host may go down for its reboot now, and the one reason why not.
 *
 * <p>{@link dev.platte.policy.lock.LockRules} are what an operator sets for a lock group, {@link
 * dev.platte.policy.lock.Occupancy} is what has been counted of it. As everywhere, a count only
 * means something under the lock of its row: read it, let the waiting hosts take their {@link
 * dev.platte.policy.lock.Turn} one after the other, and write what they leave, all in one
 * transaction.
 */
@NullMarked
package dev.platte.policy.lock;

import org.jspecify.annotations.NullMarked;
