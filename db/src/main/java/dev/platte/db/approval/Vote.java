package dev.platte.db.approval;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One person's answer to a request. */
public record Vote(String who, boolean approves, @Nullable String reason, Instant at) {}
