/** About how long a rollout takes at a policy, with its assumptions said. */
@NullMarked
package dev.platte.policy.estimate;

import org.jspecify.annotations.NullMarked;
