/** Public keys, trust sets, and the check of a signature against them. */
@NullMarked
package dev.platte.keys.verify;

import org.jspecify.annotations.NullMarked;
