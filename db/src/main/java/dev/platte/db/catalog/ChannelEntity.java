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
@Table(name = "channel")
class ChannelEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "application_id")
    private long applicationId;

    private String arch;
    private String name;

    @Column(name = "package_id")
    private @Nullable Long packageId;

    private Instant created;

    @Version private long revision;

    ChannelEntity() {}

    ChannelEntity(long applicationId, String arch, String name, Instant created) {
        this.applicationId = applicationId;
        this.arch = arch;
        this.name = name;
        this.created = created;
    }

    void pointTo(@Nullable Long target) {
        packageId = target;
    }

    Channel view() {
        return new Channel(id, applicationId, arch, name, packageId, created, revision);
    }
}
