/** Pages about groups and rollouts. */
@NullMarked
package dev.platte.web.rollout;

import org.jspecify.annotations.NullMarked;
