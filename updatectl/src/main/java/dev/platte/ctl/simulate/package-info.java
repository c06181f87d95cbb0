/** Virtual fleets against a server. */
@NullMarked
package dev.platte.ctl.simulate;

import org.jspecify.annotations.NullMarked;
