package dev.platte.web.live;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something has changed.
 *
 * @param number grows by one from beat to beat
 * @param application the appid of what it touches; absent: the whole server
 * @param rollout absent: it is about no rollout
 */
record Beat(long number, @Nullable String application, @Nullable UUID rollout) {}
