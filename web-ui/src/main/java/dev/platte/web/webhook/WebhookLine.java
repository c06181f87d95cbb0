package dev.platte.web.webhook;

import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.webhook.Webhook;
import dev.platte.web.page.Mark;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A webhook in a list.
 *
 * @param application the name of the only application that it hears of; absent: of all
 */
record WebhookLine(Webhook hook, Mark mark, @Nullable String application) {

    static WebhookLine of(Webhook hook, List<ApplicationSnapshot> applications) {
        String appid = hook.application();
        return new WebhookLine(
                hook,
                mark(hook),
                appid == null
                        ? null
                        : applications.stream()
                                .map(ApplicationSnapshot::application)
                                .filter(app -> app.appid().equals(appid))
                                .map(app -> app.name())
                                .findFirst()
                                .orElse(appid));
    }

    private static Mark mark(Webhook hook) {
        if (hook.disabled() != null) {
            return new Mark("paused", "Off", "Nothing is sent, nor kept to be sent.");
        }
        if (hook.failingSince() != null) {
            return new Mark("failed", "Failing", "Every try has failed for a while.");
        }
        return hook.waiting() > 0
                ? new Mark("moving", "Sending", "Messages wait to be sent.")
                : new Mark("done", "Well", "All messages were taken.");
    }
}
