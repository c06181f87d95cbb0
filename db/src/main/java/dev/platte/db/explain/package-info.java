/** Why a host gets what it gets: the answer of the poll, asked by a person. */
@NullMarked
package dev.platte.db.explain;

import org.jspecify.annotations.NullMarked;
