/** Verbs of release engineers: applications, their keys, channels, packages. */
@NullMarked
package dev.platte.ctl.release;

import org.jspecify.annotations.NullMarked;
