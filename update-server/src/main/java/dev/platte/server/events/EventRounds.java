package dev.platte.server.events;

import dev.platte.db.rounds.Round;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What is looked at again and again for those who follow. */
@Configuration(proxyBeanMethods = false)
class EventRounds {

    @Bean
    Round eventProgress(Followers followers, ProgressBoard board) {
        return new Round(
                "how rollouts fare was not read",
                Duration.ofSeconds(2),
                () -> {
                    if (!followers.wantProgress()) {
                        board.clear();
                    } else if (board.look()) {
                        followers.bell().ring();
                    }
                });
    }

    @Bean
    Round eventPresence(Followers followers) {
        return new Round(
                "who follows events was not looked at",
                Duration.ofSeconds(15),
                followers::sendAway);
    }
}
