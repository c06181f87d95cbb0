/** What a host asks and tells. */
@NullMarked
package dev.platte.omaha.request;

import org.jspecify.annotations.NullMarked;
