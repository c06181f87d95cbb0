/** Keys as PEM and PKCS#12 files. */
@NullMarked
package dev.platte.keys.store;

import org.jspecify.annotations.NullMarked;
