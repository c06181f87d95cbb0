/** How the database itself is: its size, its connections, its tables. */
@NullMarked
package dev.platte.db.vitals;

import org.jspecify.annotations.NullMarked;
