/** Breaks the purity of the policy. */
@NullMarked
package dev.platte.policy.culprit;

import org.jspecify.annotations.NullMarked;
