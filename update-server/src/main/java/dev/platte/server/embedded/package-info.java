/** A PostgreSQL of our own where none is given. */
@NullMarked
package dev.platte.server.embedded;

import org.jspecify.annotations.NullMarked;
