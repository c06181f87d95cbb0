package dev.platte.db.wiring;

import dev.platte.db.access.Changes;
import dev.platte.db.approval.Approvals;
import dev.platte.db.blob.Blobs;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.feed.Feed;
import dev.platte.db.feed.FeedTail;
import dev.platte.db.fleet.EventRetention;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.lock.LockSlots;
import dev.platte.db.promotion.PromotionRules;
import dev.platte.db.retention.Keeping;
import dev.platte.db.rollout.Frames;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.rounds.Round;
import dev.platte.db.snapshot.SnapshotSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.data.jpa.repository.config.EnableJpaRepositories;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.unit.DataSize;

/** All of this module as beans, wherever its jar is and a DataSource is given. */
@AutoConfiguration(
        beforeName =
                "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration")
@ComponentScan("dev.platte.db")
@EntityScan("dev.platte.db")
@EnableJpaRepositories("dev.platte.db")
public class DatabaseConfiguration {

    @Bean
    @ConditionalOnMissingBean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    SnapshotSource snapshotSource(
            Catalog catalog,
            Rollouts rollouts,
            Changes changes,
            JdbcClient sql,
            DataSource database,
            @Value("${platte.catalogue-check:3s}") Duration check) {
        return new SnapshotSource(catalog, rollouts, changes, sql, database, check);
    }

    @Bean
    FeedTail feedTail(
            Feed feed, DataSource database, @Value("${platte.catalogue-check:3s}") Duration check) {
        return new FeedTail(feed, database, check);
    }

    @Bean
    Round feedRetention(Feed feed, @Value("${platte.events.keep:30d}") Duration keep) {
        return new Round(
                "old events were not removed", Duration.ofHours(1), () -> feed.forget(keep));
    }

    /** Nothing depends on it: an expired request leads to nothing from its very instant. */
    @Bean
    Round approvalExpiry(Approvals approvals) {
        return new Round("requests were not ended", Duration.ofMinutes(1), approvals::expireDue);
    }

    @Bean
    Round framesReached(Frames frames) {
        return new Round(
                "frames of ramps were not noted", Duration.ofSeconds(10), frames::noteReached);
    }

    @Bean
    Round overdueSlots(LockSlots slots) {
        return new Round(
                "overdue reboot slots were not looked at", Duration.ofSeconds(10), slots::watch);
    }

    @Bean
    Round channelsByRule(PromotionRules rules) {
        return new Round("channels were not moved by rules", Duration.ofSeconds(30), rules::act);
    }

    @Bean
    Keeping eventsOfHosts(@Value("${platte.event-retention:90d}") Duration keep) {
        return new Keeping(
                "Events of hosts",
                keep,
                "platte.event-retention",
                "The days' partitions are dropped; hosts and their last state stay.");
    }

    /** The first turn is before the first poll. */
    @Bean(initMethod = "turn")
    EventRetention eventRetention(
            Fleet fleet,
            InstantSource clock,
            @Value("${platte.event-retention:90d}") Duration keep) {
        return new EventRetention(fleet, clock, keep);
    }

    @Bean
    Round eventPartitions(EventRetention retention) {
        return new Round(
                "partitions of events were not turned", Duration.ofHours(1), retention::turn);
    }

    @Bean
    @ConditionalOnMissingBean
    Blobs blobs(
            @Value("${platte.data:.platte}") Path data,
            @Value("${platte.max-payload:64GB}") DataSize limit)
            throws IOException {
        return Blobs.open(data.toAbsolutePath().normalize().resolve("blobs"), limit.toBytes());
    }
}
