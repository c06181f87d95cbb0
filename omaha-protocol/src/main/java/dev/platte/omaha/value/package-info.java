/** Ids, versions, digests, and the open event and error codes of Omaha. */
@NullMarked
package dev.platte.omaha.value;

import org.jspecify.annotations.NullMarked;
