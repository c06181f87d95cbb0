/** REST for release automation. */
@NullMarked
package dev.platte.server.api;

import org.jspecify.annotations.NullMarked;
