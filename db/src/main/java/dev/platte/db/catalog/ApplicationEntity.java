package dev.platte.db.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

@Entity
@Table(name = "application")
class ApplicationEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    private String appid;

    @Column(name = "appid_key")
    private String appidKey;

    private String name;
    private String description;
    private Instant created;

    @Version private long revision;

    ApplicationEntity() {}

    ApplicationEntity(String appid, String name, String description, Instant created) {
        this.appid = appid;
        this.appidKey = AppIds.key(appid);
        this.name = name;
        this.description = description;
        this.created = created;
    }

    Application view() {
        return new Application(id, appid, name, description, created, revision);
    }
}
