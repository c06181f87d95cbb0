/** The pages as people get them: from the real server, in a real browser. */
@NullMarked
package dev.platte.server.page;

import org.jspecify.annotations.NullMarked;
