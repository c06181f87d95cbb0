/** What people and programs see: tables, JSON, progress. */
@NullMarked
package dev.platte.ctl.output;

import org.jspecify.annotations.NullMarked;
