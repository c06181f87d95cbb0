package dev.platte.db.webhook;

import java.util.List;
import java.util.UUID;

/**
 * Messages of one webhook that this server, and no other, is to send now, in this order.
 *
 * @param lease proves it
 * @param secrets all that are valid, the newest first
 */
public record Errand(Webhook webhook, UUID lease, List<String> secrets, List<Delivery> messages) {

    public Errand {
        secrets = List.copyOf(secrets);
        messages = List.copyOf(messages);
    }

    @Override
    public String toString() {
        return "Errand[" + webhook.name() + ", " + messages.size() + " messages]";
    }
}
