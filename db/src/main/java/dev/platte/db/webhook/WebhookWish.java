package dev.platte.db.webhook;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a webhook is to be.
 *
 * @param applicationId the only application that it hears of; absent: all
 * @param kinds kinds of events such as {@code rollout.halted}, or families such as {@code rollout};
 *     empty: all
 */
public record WebhookWish(String url, @Nullable Long applicationId, List<String> kinds) {

    public WebhookWish {
        kinds = List.copyOf(kinds);
    }
}
