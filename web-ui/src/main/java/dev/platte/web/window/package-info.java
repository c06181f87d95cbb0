/** Windows of the week and closed dates, as a drawing and as rows of a form. */
@NullMarked
package dev.platte.web.window;

import org.jspecify.annotations.NullMarked;
