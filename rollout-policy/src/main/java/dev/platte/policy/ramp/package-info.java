/** Salted hash buckets and the frames that open a rollout to more of them. */
@NullMarked
package dev.platte.policy.ramp;

import org.jspecify.annotations.NullMarked;
