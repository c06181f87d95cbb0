package dev.platte.server.ledger;

import dev.platte.db.fleet.Samples;
import dev.platte.db.retention.Keeping;
import dev.platte.db.rollout.Completion;
import dev.platte.db.rounds.Round;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What becomes of hosts and rollouts without a poll. */
@Configuration(proxyBeanMethods = false)
class LedgerRounds {

    @Bean
    Round endedLeases(Reaper reaper) {
        return new Round("leases were not ended", Duration.ofSeconds(10), reaper::reap);
    }

    @Bean
    Round finishedRollouts(Completion completion) {
        return new Round(
                "rollouts were not completed",
                Duration.ofSeconds(30),
                completion::completeFinished);
    }

    @Bean
    Round samplesOfTheFleet(Samples samples, InstantSource time) {
        return new Round(
                "no sample was taken", Duration.ofMinutes(1), () -> samples.take(time.instant()));
    }

    @Bean
    Round departures(Departures departures) {
        return new Round(
                "silent hosts were not retired or forgotten", Duration.ofHours(1), departures::run);
    }

    @Bean
    Round countedVersions(VersionMetrics versions) {
        return new Round("versions were not counted", VersionMetrics.PERIOD, versions::refresh);
    }

    @Bean
    Keeping silentHosts(LedgerSettings settings) {
        return new Keeping(
                "Hosts that are silent",
                settings.retireAfter(),
                "platte.ledger.retire-after",
                "They are retired: counted no more, and back with their next poll.");
    }
}
