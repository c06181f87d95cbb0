/** Breaks the smallness of the client. */
@NullMarked
package dev.platte.client.culprit;

import org.jspecify.annotations.NullMarked;
