/** Private keys and the signatures they make. */
@NullMarked
package dev.platte.keys.sign;

import org.jspecify.annotations.NullMarked;
