/** Who may see the pages. */
@NullMarked
package dev.platte.web.signin;

import org.jspecify.annotations.NullMarked;
