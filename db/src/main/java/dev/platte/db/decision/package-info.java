/** The catalogue in the words of the policy: what decisions about hosts are made from. */
@NullMarked
package dev.platte.db.decision;

import org.jspecify.annotations.NullMarked;
