package dev.platte.db.webhook;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/** Messages to other systems, as people look at them and have them sent. */
@Service
public final class Deliveries {

    private final WebhookRows rows;
    private final Changes changes;

    Deliveries(WebhookRows rows, Changes changes) {
        this.rows = rows;
        this.changes = changes;
    }

    /**
     * Sends a message that tells nothing, to try it.
     *
     * @throws RefusedException {@code webhook-unknown}, {@code webhook-disabled}
     */
    public Delivery ping(long id, Caller caller) {
        return changes.change(
                caller,
                () -> {
                    Webhook hook = requireEnabled(id);
                    Instant now = changes.now();
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("kind", "ping");
                    body.put("at", now.toString());
                    body.put("webhook", hook.name());
                    body.put("who", caller.who());
                    long sent =
                            rows.send(
                                    id,
                                    "ping_" + UUID.randomUUID(),
                                    "ping",
                                    JsonMapper.shared().writeValueAsString(body),
                                    now);
                    audit(caller, "webhook.ping", hook);
                    return rows.delivery(id, sent).orElseThrow();
                });
    }

    /**
     * Sends a message again, under the id that it had: behind what waits.
     *
     * @throws RefusedException {@code webhook-unknown}, {@code webhook-disabled}, {@code
     *     delivery-unknown}, {@code delivery-pending}
     */
    public Delivery redeliver(long id, long delivery, Caller caller) {
        return changes.change(
                caller,
                () -> {
                    Webhook hook = requireEnabled(id);
                    Delivery old = find(id, delivery);
                    if (old.state() == DeliveryState.PENDING) {
                        throw RefusedException.conflict(
                                "delivery-pending", "It is still to be sent.");
                    }
                    long sent = rows.send(id, old.message(), old.kind(), old.body(), changes.now());
                    audit(caller, "webhook.redeliver", hook);
                    return rows.delivery(id, sent).orElseThrow();
                });
    }

    /**
     * @throws RefusedException {@code delivery-unknown}
     */
    public Delivery find(long id, long delivery) {
        return rows.delivery(id, delivery)
                .orElseThrow(
                        () ->
                                RefusedException.notFound(
                                        "delivery-unknown",
                                        "The webhook has no message " + delivery + "."));
    }

    /**
     * What was and is to be sent, the newest first.
     *
     * @param below only with a smaller id: the last id of the page before
     * @param limit 1 to 500
     */
    public List<Delivery> list(
            long id, @Nullable DeliveryState state, @Nullable Long below, int limit) {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit is 1 to 500, not " + limit);
        }
        return rows.deliveries(id, state, below, limit);
    }

    private Webhook requireEnabled(long id) {
        Webhook hook = rows.find(id).orElseThrow(() -> Webhooks.unknown(id));
        if (hook.disabled() != null) {
            throw RefusedException.conflict(
                    "webhook-disabled",
                    "The webhook is disabled: " + hook.disabledReason() + "; enable it first.");
        }
        return hook;
    }

    private void audit(Caller caller, String verb, Webhook hook) {
        changes.audit(caller, verb, "webhook/" + hook.id(), null, hook.audited());
    }
}
