/** Client Update Protocol: proof that an answer is fresh and comes from the server's key. */
@NullMarked
package dev.platte.omaha.cup;

import org.jspecify.annotations.NullMarked;
