package dev.platte.db.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "trusted_key")
class TrustedKeyEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "application_id")
    private long applicationId;

    private String fingerprint;
    private String name;
    private String pem;
    private Instant added;
    private @Nullable Instant revoked;

    @Column(name = "revoked_reason")
    private @Nullable String revokedReason;

    @Version private long revision;

    TrustedKeyEntity() {}

    TrustedKeyEntity(
            long applicationId, String fingerprint, String name, String pem, Instant added) {
        this.applicationId = applicationId;
        this.fingerprint = fingerprint;
        this.name = name;
        this.pem = pem;
        this.added = added;
    }

    void revoke(Instant now, String reason) {
        revoked = now;
        revokedReason = reason;
    }

    void trustAgain(String newName) {
        name = newName;
        revoked = null;
        revokedReason = null;
    }

    TrustedKey view() {
        return new TrustedKey(
                id, applicationId, fingerprint, name, pem, added, revoked, revokedReason, revision);
    }
}
