/** The command line: its verbs, options, exit statuses. */
@NullMarked
package dev.platte.ctl.command;

import org.jspecify.annotations.NullMarked;
