/** Pages about people and their roles, and about tokens for programs. */
@NullMarked
package dev.platte.web.people;

import org.jspecify.annotations.NullMarked;
