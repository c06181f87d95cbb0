package dev.platte.db.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change that was made.
 *
 * @param verb such as {@code channel.point}
 * @param subject what was changed, such as {@code channel/17}
 * @param before JSON of it before; absent when it was made
 * @param after JSON of it after
 * @param previousHash hash of the row before, 64 zeros in the first
 * @param hash SHA-256 over the previous hash and every other field; 64 hex digits
 */
public record AuditRow(
        long id,
        Instant at,
        String who,
        @Nullable Long tokenId,
        String verb,
        String subject,
        @Nullable String before,
        @Nullable String after,
        @Nullable String reason,
        @Nullable String requestId,
        String previousHash,
        String hash) {}
