/** Forms in which nothing is lost, done twice, or done over what somebody else has done. */
@NullMarked
package dev.platte.web.form;

import org.jspecify.annotations.NullMarked;
