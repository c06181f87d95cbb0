/** Verbs of operators: groups and hosts. */
@NullMarked
package dev.platte.ctl.fleet;

import org.jspecify.annotations.NullMarked;
