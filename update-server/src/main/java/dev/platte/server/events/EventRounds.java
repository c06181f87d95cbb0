package dev.platte.server.events;

import dev.platte.db.retention.Keeping;
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
    Keeping eventsToFollow(EventSettings settings) {
        return new Keeping(
                "Events to follow",
                settings.keep(),
                "platte.events.keep",
                "Who asks for what came after them has to begin anew.");
    }

    @Bean
    Round eventPresence(Followers followers) {
        return new Round(
                "who follows events was not looked at",
                Duration.ofSeconds(15),
                followers::sendAway);
    }
}
