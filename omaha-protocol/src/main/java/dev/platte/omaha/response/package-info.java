/** What the server answers. */
@NullMarked
package dev.platte.omaha.response;

import org.jspecify.annotations.NullMarked;
