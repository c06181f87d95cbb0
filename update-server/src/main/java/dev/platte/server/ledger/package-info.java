/** What polls said and got, written in groups. */
@NullMarked
package dev.platte.server.ledger;

import org.jspecify.annotations.NullMarked;
