/** Verbs of operators: groups, rollouts and hosts. */
@NullMarked
package dev.platte.ctl.fleet;

import org.jspecify.annotations.NullMarked;
