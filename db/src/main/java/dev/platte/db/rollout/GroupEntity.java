package dev.platte.db.rollout;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "host_group")
class GroupEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private long id;

    @Column(name = "application_id")
    private long applicationId;

    private UUID uid;
    private String track;
    private String description;
    private String channel;
    private boolean paused;

    @Column(name = "paused_reason")
    private @Nullable String pausedReason;

    @Column(name = "poll_interval_seconds")
    private @Nullable Integer pollIntervalSeconds;

    private Instant created;

    @Version private long revision;

    GroupEntity() {}

    GroupEntity(NewGroup made, UUID uid, Instant created) {
        this.applicationId = made.applicationId();
        this.uid = uid;
        this.track = made.track();
        this.description = made.description();
        this.channel = made.channel();
        this.created = created;
    }

    void pause(String reason) {
        paused = true;
        pausedReason = reason;
    }

    void resume() {
        paused = false;
        pausedReason = null;
    }

    void follow(String channelName) {
        channel = channelName;
    }

    void describe(String text) {
        description = text;
    }

    void pollEvery(@Nullable Duration interval) {
        pollIntervalSeconds = interval == null ? null : Math.toIntExact(interval.toSeconds());
    }

    Group view() {
        return new Group(
                id,
                applicationId,
                uid,
                track,
                description,
                channel,
                paused,
                pausedReason,
                pollIntervalSeconds == null ? null : Duration.ofSeconds(pollIntervalSeconds),
                created,
                revision);
    }
}
