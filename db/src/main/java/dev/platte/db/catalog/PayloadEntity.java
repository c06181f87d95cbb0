package dev.platte.db.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "payload")
class PayloadEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "package_id")
    private long packageId;

    @Enumerated(EnumType.STRING)
    private PayloadKind kind;

    @Column(name = "source_package_id")
    private @Nullable Long sourcePackageId;

    private String sha256;
    private String sha1;
    private long size;

    @Column(name = "file_name")
    private String fileName;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(name = "signed_by", columnDefinition = "text[]")
    private String[] signedBy;

    private Instant added;

    PayloadEntity() {}

    PayloadEntity(long packageId, NewPayload file, Instant added) {
        this.packageId = packageId;
        this.kind = file.sourcePackageId() == null ? PayloadKind.FULL : PayloadKind.DELTA;
        this.sourcePackageId = file.sourcePackageId();
        this.sha256 = file.sha256();
        this.sha1 = file.sha1();
        this.size = file.size();
        this.fileName = file.fileName();
        this.signedBy = file.signedBy().toArray(String[]::new);
        this.added = added;
    }

    long id() {
        return id;
    }

    long packageId() {
        return packageId;
    }

    @Nullable Long sourcePackageId() {
        return sourcePackageId;
    }

    /**
     * @param versions of the packages by their ids
     */
    Payload view(Map<Long, String> versions) {
        Payload.Source source =
                sourcePackageId == null
                        ? null
                        : new Payload.Source(
                                sourcePackageId, versions.getOrDefault(sourcePackageId, ""));
        return new Payload(
                id, kind, source, sha256, sha1, size, fileName, List.of(signedBy), added);
    }
}
