package dev.platte.server.poll;

import dev.platte.db.rounds.Round;
import dev.platte.keys.verify.AnswerKeys;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What answers are made from and changes slowly is looked at again and again. */
@Configuration(proxyBeanMethods = false)
class PollRounds {

    @Bean
    Round paceOfTheFleet(FleetPace pace) {
        return new Round("the fleet was not counted", Duration.ofMinutes(1), pace::look);
    }

    @Bean
    Round cupKeyFiles(CupKeys keys) {
        return new Round(
                "keys in platte.cup-keys were not read", Duration.ofSeconds(5), keys::look);
    }

    @Bean
    AnswerKeys answerKeys(CupKeys keys) {
        return () -> keys.ring().known();
    }
}
