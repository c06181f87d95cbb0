/** What happens, as a stream that people and programs follow. */
@NullMarked
package dev.platte.server.events;

import org.jspecify.annotations.NullMarked;
