/**
 * How many hosts of a rollout may be under way at once and begin per period.
 *
 * <p>{@link dev.platte.policy.limit.Limits} are what an operator sets, {@link
 * dev.platte.policy.limit.Tally} is what has been counted. A tally only means something under the
 * lock of its rollout's row: read it, settle the waiting hosts one after the other against the
 * tally that each leaves behind, and write the last one, all in one transaction.
 */
@NullMarked
package dev.platte.policy.limit;

import org.jspecify.annotations.NullMarked;
