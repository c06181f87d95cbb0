package dev.platte.db.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "package")
class PackageEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "application_id")
    private long applicationId;

    private String arch;
    private String version;

    @Column(name = "version_order")
    private String versionOrder;

    private String notes;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(columnDefinition = "text[]")
    private String[] mirrors;

    @Enumerated(EnumType.STRING)
    private PackageState state;

    @Column(name = "withdrawn_reason")
    private @Nullable String withdrawnReason;

    private Instant created;
    private @Nullable Instant published;
    private @Nullable Instant withdrawn;

    // Also counts when only the files change, which are rows of their own.
    private int files;

    @Column(name = "own_store")
    private boolean ownStore = true;

    @Version private long revision;

    PackageEntity() {}

    PackageEntity(NewPackage made, String versionOrder, Instant created) {
        this.applicationId = made.applicationId();
        this.arch = made.arch();
        this.version = made.version();
        this.versionOrder = versionOrder;
        this.notes = made.notes();
        this.mirrors = made.mirrors().toArray(String[]::new);
        this.state = PackageState.DRAFT;
        this.created = created;
    }

    long id() {
        return id;
    }

    String version() {
        return version;
    }

    void describe(Description said) {
        notes = said.notes();
        mirrors = said.mirrors().toArray(String[]::new);
        ownStore = said.ownStore();
    }

    void fileAdded() {
        files++;
    }

    void publish(Instant now) {
        state = PackageState.PUBLISHED;
        published = now;
    }

    void withdraw(Instant now, String reason) {
        state = PackageState.WITHDRAWN;
        withdrawn = now;
        withdrawnReason = reason;
    }

    UpdatePackage view(List<Payload> payloads, List<ExtraFile> extras) {
        return new UpdatePackage(
                id,
                applicationId,
                arch,
                version,
                notes,
                List.of(mirrors),
                state,
                withdrawnReason,
                created,
                published,
                withdrawn,
                payloads,
                extras,
                ownStore,
                revision);
    }
}
