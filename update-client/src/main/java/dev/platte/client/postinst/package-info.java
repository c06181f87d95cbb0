/** The new image's own last word before it boots. */
@NullMarked
package dev.platte.client.postinst;

import org.jspecify.annotations.NullMarked;
