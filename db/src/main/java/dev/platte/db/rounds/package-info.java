/** What every server does again and again. */
@NullMarked
package dev.platte.db.rounds;

import org.jspecify.annotations.NullMarked;
