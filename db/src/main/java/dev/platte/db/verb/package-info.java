/** What all changing verbs share: who calls, why, and how a verb refuses. */
@NullMarked
package dev.platte.db.verb;

import org.jspecify.annotations.NullMarked;
