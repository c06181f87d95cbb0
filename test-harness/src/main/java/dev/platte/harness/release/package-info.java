/** A release that is offered to everybody, and a host to take it. */
@NullMarked
package dev.platte.harness.release;

import org.jspecify.annotations.NullMarked;
