/** The outer wall: start, security, limits, problem documents. */
@NullMarked
package dev.platte.server.edge;

import org.jspecify.annotations.NullMarked;
