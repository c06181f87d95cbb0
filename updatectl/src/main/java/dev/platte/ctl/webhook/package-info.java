/** Verbs about what happens: following it, and having other systems told. */
@NullMarked
package dev.platte.ctl.webhook;

import org.jspecify.annotations.NullMarked;
