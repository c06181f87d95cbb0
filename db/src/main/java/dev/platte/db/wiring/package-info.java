/** How this module joins a Spring application, and where its files lie. */
@NullMarked
package dev.platte.db.wiring;

import org.jspecify.annotations.NullMarked;
