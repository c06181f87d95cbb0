/** When a rollout halts, and when a release may be promoted. */
@NullMarked
package dev.platte.policy.health;

import org.jspecify.annotations.NullMarked;
