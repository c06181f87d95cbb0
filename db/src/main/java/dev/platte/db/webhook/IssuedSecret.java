package dev.platte.db.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A new secret; the only time it is shown.
 *
 * @param secret {@code whsec_} and the key in base64, as Standard Webhooks writes it
 * @param previousExpires until when messages are also signed with the one before; absent: there is
 *     none
 */
public record IssuedSecret(Webhook webhook, String secret, @Nullable Instant previousExpires) {

    @Override
    public String toString() {
        return "IssuedSecret[" + webhook.name() + "]";
    }
}
