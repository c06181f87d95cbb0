/** JSON: what servers say and what programs are told. */
@NullMarked
package dev.platte.ctl.json;

import org.jspecify.annotations.NullMarked;
