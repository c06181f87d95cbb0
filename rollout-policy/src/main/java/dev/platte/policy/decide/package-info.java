/** Facts in, a decision with its reasons out; no clock, no dice, no I/O. */
@NullMarked
package dev.platte.policy.decide;

import org.jspecify.annotations.NullMarked;
