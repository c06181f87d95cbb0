package dev.platte.server.webhook;

import dev.platte.db.verb.RefusedException;
import dev.platte.db.webhook.TargetCheck;
import dev.platte.server.outgoing.PublicNet;
import java.net.URI;
import org.springframework.stereotype.Component;

/** Refuses addresses that no message would be sent to, when they are named. */
@Component
final class Targets implements TargetCheck {

    private final WebhookSettings settings;
    private final PublicNet net;

    Targets(WebhookSettings settings, PublicNet net) {
        this.settings = settings;
        this.net = net;
    }

    @Override
    public void require(URI target) {
        if (!"https".equals(target.getScheme()) && !settings.allowHttp()) {
            throw RefusedException.invalid(
                    "webhook-url-refused",
                    "Messages go over TLS only: give an https address, or have the operator set"
                            + " platte.webhooks.allow-http.");
        }
        if (!net.admits(target.getHost())) {
            throw RefusedException.invalid(
                    "webhook-url-refused",
                    "The address "
                            + target.getHost()
                            + " is private; the operator can let messages go there with"
                            + " platte.outgoing.private-targets.");
        }
    }
}
