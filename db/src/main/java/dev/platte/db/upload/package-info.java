/** Files for packages: taken as a stream, looked into, kept, attached. */
@NullMarked
package dev.platte.db.upload;

import org.jspecify.annotations.NullMarked;
