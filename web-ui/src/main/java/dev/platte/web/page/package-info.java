/** Layout, formats and errors that all pages share. */
@NullMarked
package dev.platte.web.page;

import org.jspecify.annotations.NullMarked;
