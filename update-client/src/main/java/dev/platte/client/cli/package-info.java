/** The command line of the client. */
@NullMarked
package dev.platte.client.cli;

import org.jspecify.annotations.NullMarked;
