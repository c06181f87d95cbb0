/** Executables in directories, run one after the other, each in time. */
@NullMarked
package dev.platte.client.script;

import org.jspecify.annotations.NullMarked;
