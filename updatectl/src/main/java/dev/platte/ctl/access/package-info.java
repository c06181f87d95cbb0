/** Verbs of administrators: tokens and the audit trail. */
@NullMarked
package dev.platte.ctl.access;

import org.jspecify.annotations.NullMarked;
