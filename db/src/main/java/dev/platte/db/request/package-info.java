/** What each host last sent, word for word. */
@NullMarked
package dev.platte.db.request;

import org.jspecify.annotations.NullMarked;
