package dev.platte.server.webhook;

import dev.platte.db.retention.Keeping;
import dev.platte.db.rounds.Round;
import dev.platte.db.webhook.Outbox;
import dev.platte.server.outgoing.PublicNet;
import java.time.Duration;
import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Who sends messages, and what is forgotten of them. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {

    @Bean
    Postman postman(PublicNet net, WebhookSettings settings, InstantSource clock) {
        return new Postman(net, clock, settings.atOnce());
    }

    @Bean
    Keeping messagesOfWebhooks(WebhookSettings settings) {
        return new Keeping(
                "Messages of webhooks",
                settings.keep(),
                "platte.webhooks.keep",
                "What came of them is forgotten.");
    }

    @Bean
    Round webhookRetention(Outbox outbox, WebhookSettings settings) {
        return new Round(
                "old messages to other systems were not removed",
                Duration.ofHours(1),
                () -> outbox.forget(settings.keep()));
    }
}
