/** JSON, as other programs say it. */
@NullMarked
package dev.platte.client.json;

import org.jspecify.annotations.NullMarked;
