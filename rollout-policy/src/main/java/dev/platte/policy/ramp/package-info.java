/**
 * Salted hash buckets and the frames that open a rollout to more of them.
 *
 * <p>{@link dev.platte.policy.ramp.Bucket} gives each machine a place in the order of one rollout,
 * {@link dev.platte.policy.ramp.Ramp} says how far down that order the rollout is open after some
 * effective time, and {@link dev.platte.policy.ramp.EffectiveTime} counts that time without the
 * pauses. All three are exact: shares and places are whole numbers of 1 / 2<sup>53</sup>, so any
 * number of servers, and a database, agree to the last bit.
 */
@NullMarked
package dev.platte.policy.ramp;

import org.jspecify.annotations.NullMarked;
