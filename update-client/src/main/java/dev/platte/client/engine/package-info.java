/** update_engine_client, for those who know its flags and its words. */
@NullMarked
package dev.platte.client.engine;

import org.jspecify.annotations.NullMarked;
