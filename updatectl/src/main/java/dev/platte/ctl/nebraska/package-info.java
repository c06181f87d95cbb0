/** Takes what a Nebraska serves over to Platte: read there, written as a document to be applied. */
@NullMarked
package dev.platte.ctl.nebraska;

import org.jspecify.annotations.NullMarked;
