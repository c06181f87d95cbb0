package dev.platte.web.webhook;

import dev.platte.db.access.VerbGroup;
import dev.platte.db.webhook.Webhook;
import dev.platte.db.webhook.Webhooks;
import dev.platte.web.page.PageException;
import dev.platte.web.page.Who;
import org.springframework.stereotype.Component;

/** Finds webhooks by their names, for those who may see them. */
@Component
final class WebhookFinder {

    private final Webhooks webhooks;

    WebhookFinder(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    Webhook find(String name, Who who) {
        who.requireLook(VerbGroup.WEBHOOK);
        return webhooks.find(name)
                .orElseThrow(
                        () ->
                                PageException.notFound(
                                        "There is no webhook \"" + brief(name) + "\".",
                                        "The page of webhooks lists all of them."));
    }

    /** For who is about to change it. */
    Webhook change(String name, Who who) {
        Webhook found = find(name, who);
        who.requireServer(VerbGroup.WEBHOOK);
        return found;
    }

    private static String brief(String name) {
        return name.length() <= 64 ? name : name.substring(0, 64) + "...";
    }
}
