/** Reboot slots. */
@NullMarked
package dev.platte.db.lock;

import org.jspecify.annotations.NullMarked;
