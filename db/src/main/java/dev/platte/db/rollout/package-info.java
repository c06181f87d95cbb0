/** Groups, policies, rollouts. */
@NullMarked
package dev.platte.db.rollout;

import org.jspecify.annotations.NullMarked;
