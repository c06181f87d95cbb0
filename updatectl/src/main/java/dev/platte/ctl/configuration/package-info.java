/** The whole configuration as one document: out of a server, and into one. */
@NullMarked
package dev.platte.ctl.configuration;

import org.jspecify.annotations.NullMarked;
