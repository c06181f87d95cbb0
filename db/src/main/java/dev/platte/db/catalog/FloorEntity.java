package dev.platte.db.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "floor")
class FloorEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "channel_id")
    private long channelId;

    @Column(name = "package_id")
    private long packageId;

    @Column(name = "application_id")
    private long applicationId;

    private String arch;
    private String reason;
    private Instant created;

    FloorEntity() {}

    FloorEntity(Channel channel, long packageId, String reason, Instant created) {
        this.channelId = channel.id();
        this.packageId = packageId;
        this.applicationId = channel.applicationId();
        this.arch = channel.arch();
        this.reason = reason;
        this.created = created;
    }

    Floor view() {
        return new Floor(id, channelId, packageId, reason, created);
    }
}
