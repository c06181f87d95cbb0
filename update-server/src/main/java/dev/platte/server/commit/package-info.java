/** Many callers who wait for few transactions. */
@NullMarked
package dev.platte.server.commit;

import org.jspecify.annotations.NullMarked;
