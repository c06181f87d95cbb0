package dev.platte.db.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A public key whose signature on a payload counts for an application.
 *
 * @param fingerprint SHA-256 over the SubjectPublicKeyInfo, 64 hex digits
 * @param pem the SubjectPublicKeyInfo as PEM
 * @param revoked since when it no longer counts for new uploads
 */
public record TrustedKey(
        long id,
        long applicationId,
        String fingerprint,
        String name,
        String pem,
        Instant added,
        @Nullable Instant revoked,
        @Nullable String revokedReason,
        long revision) {}
