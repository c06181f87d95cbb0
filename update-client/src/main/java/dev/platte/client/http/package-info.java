/** HTTP with limits: time, size, redirects, and no way back from https. */
@NullMarked
package dev.platte.client.http;

import org.jspecify.annotations.NullMarked;
