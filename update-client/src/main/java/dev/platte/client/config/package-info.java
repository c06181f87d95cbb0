/** update.conf and its keys. */
@NullMarked
package dev.platte.client.config;

import org.jspecify.annotations.NullMarked;
