/** Groups of hosts: the policy they share, in words and as a form, and how they fare. */
@NullMarked
package dev.platte.web.group;

import org.jspecify.annotations.NullMarked;
